import { useWords } from "../language/language.js";
import { boardWords } from "./words.js";

interface Props {
  readonly now: number | null;
  readonly then: number | null;
  /** A rate is told in percentage points, a score in points. */
  readonly isRate: boolean;
}

/** What changed since the end of yesterday. */
export function Change({ now, then, isRate }: Props) {
  const words = useWords(boardWords);
  if (now === null || then === null) return <span className="change" />;
  const by = Math.round((now - then) * (isRate ? 10_000 : 100)) / 100;
  if (by === 0) return <span className="change">{words.unchanged}</span>;
  const size = `${Math.abs(by).toFixed(2)}${isRate ? ` ${words.percentagePoints}` : ""}`;
  return (
    <span className={`change ${by > 0 ? "change-up" : "change-down"}`}>
      {words.sinceYesterday(`${by > 0 ? "▲ +" : "▼ −"}${size}`)}
    </span>
  );
}
