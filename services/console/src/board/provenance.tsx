import type { BoardAnswer } from "../api/answers.js";
import { localTime } from "../format/local.js";
import { position } from "../format/number.js";
import { useWords } from "../language/language.js";
import { hrefOf, useRoute } from "../route/route.js";
import { boardWords } from "./words.js";

/** All that is needed to recompute the board shown. */
export function Provenance({ board, timeZone }: { readonly board: BoardAnswer; readonly timeZone: string }) {
  const words = useWords(boardWords);
  const query = new URLSearchParams(useRoute().query);
  query.set("asOf", board.asOf);
  query.set("knownAt", board.knownAt.position);
  const exact = hrefOf("replay", query);
  return (
    <footer className="provenance">
      <span>
        {words.ledger} {board.head.ledger}
      </span>
      <span>
        {words.asOf} {localTime(board.asOf, timeZone)} ({timeZone})
      </span>
      <span>
        {words.position} {position(board.knownAt.position)}
      </span>
      <a className="no-print" href={exact}>
        {words.exact}
      </a>
      <span>
        {words.cohort} {words[board.cohort]}
      </span>
      <span>
        {words.ruleSet} {board.ruleSet}
      </span>
      <span>
        {words.calendar} {board.calendar.join(" ")}
      </span>
    </footer>
  );
}
