import type { BoardRow } from "../api/answers.js";
import { useWords } from "../language/language.js";
import { boardWords } from "./words.js";

/** Met or not met, in words, a sign and colour. */
export function Verdict({ row }: { readonly row: BoardRow }) {
  const words = useWords(boardWords);
  if (row.counted === 0) return <span className="verdict verdict-none">{words.noData}</span>;
  if (row.met === null) return <span className="verdict verdict-none">{words.noLine}</span>;
  return (
    <>
      <span className={`verdict ${row.met ? "verdict-met" : "verdict-failed"}`}>
        <span aria-hidden="true">{row.met ? "✓" : "✗"}</span> {row.met ? words.met : words.notMet}
      </span>
      {row.smallSample && <span className="verdict verdict-small">{words.small}</span>}
    </>
  );
}
