import { getLedger } from "../api/audit.js";
import { useAnswer } from "../api/use-answer.js";
import { localTime } from "../format/local.js";
import { position } from "../format/number.js";
import { useWords } from "../language/language.js";
import { Failed, Loading } from "../part/notice.js";
import { auditWords } from "./words.js";

interface Props {
  readonly ledger: string;
  readonly timeZone: string;
  readonly turn: number;
}

/** The ledger's head, and how far seals reach. */
export function HeadPanel({ ledger, timeZone, turn }: Props) {
  const words = useWords(auditWords);
  const { answer, problem, again } = useAnswer(`head ${ledger} ${turn}`, (signal) =>
    getLedger(ledger, signal),
  );
  if (problem !== undefined) return <Failed problem={problem} again={again} />;
  if (answer === undefined) return <Loading />;
  const { lastSeal } = answer;
  const behind = lastSeal === null ? 0n : BigInt(answer.position) - BigInt(lastSeal.position);
  return (
    <section className="panel" aria-labelledby="head">
      <h2 id="head">
        {words.head} {answer.ledger}
      </h2>
      <dl className="counts-line">
        <div>
          <dt>{words.position}</dt>
          <dd data-count="position">{position(answer.position)}</dd>
        </div>
        <div>
          <dt>{words.sealedUpTo}</dt>
          <dd data-count="sealed">{lastSeal === null ? "–" : position(lastSeal.position)}</dd>
        </div>
        <div>
          <dt>{words.recorded}</dt>
          <dd className="small">
            {answer.recordedAt === null ? "–" : localTime(answer.recordedAt, timeZone)}
          </dd>
        </div>
      </dl>
      <p className="hint">
        {lastSeal === null && words.notSealed}
        {behind > 0n && words.unsealed(position(String(behind)))}
      </p>
      <p className="hint">
        {words.chainHash} <code>{answer.chainHash}</code>
      </p>
    </section>
  );
}
