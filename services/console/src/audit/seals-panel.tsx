import { getSeals, type Seal, sealNow } from "../api/audit.js";
import { keep } from "../api/download.js";
import { useAnswer } from "../api/use-answer.js";
import { localTime } from "../format/local.js";
import { position } from "../format/number.js";
import { useWords } from "../language/language.js";
import { Empty, Failed, Loading } from "../part/notice.js";
import { TableFrame } from "../part/table-frame.js";
import { useAction } from "../part/use-action.js";
import { auditWords } from "./words.js";

interface Props {
  readonly ledger: string;
  readonly timeZone: string;
  readonly onSealed: () => void;
}

/** The newest seals, to be kept elsewhere; and a new one on demand. */
export function SealsPanel({ ledger, timeZone, onSealed }: Props) {
  const words = useWords(auditWords);
  const { answer, problem, again } = useAnswer(`seals ${ledger}`, (signal) => getSeals(ledger, signal));
  const sealing = useAction();
  const seal = (): void =>
    sealing.run(async () => {
      await sealNow(ledger);
      again();
      onSealed();
    });
  return (
    <section className="panel" aria-labelledby="seals">
      <h2 id="seals">{words.sealsTitle}</h2>
      <p className="hint">{words.sealsHint}</p>
      <p className="actions">
        <button type="button" disabled={sealing.isBusy} onClick={seal}>
          {words.sealNow}
        </button>
      </p>
      {sealing.problem !== undefined && <Failed problem={sealing.problem} />}
      {problem !== undefined && <Failed problem={problem} again={again} />}
      {answer === undefined && problem === undefined && <Loading />}
      {answer?.items.length === 0 && <Empty title={words.noSeals} />}
      {answer !== undefined && answer.items.length > 0 && (
        <SealsTable seals={answer.items} timeZone={timeZone} />
      )}
    </section>
  );
}

function SealsTable({ seals, timeZone }: { readonly seals: readonly Seal[]; readonly timeZone: string }) {
  const words = useWords(auditWords);
  const save = (seal: Seal): void =>
    keep(
      new Blob([JSON.stringify(seal)], { type: "application/json" }),
      `anshi-seal-${seal.ledger}-${seal.number}.json`,
    );
  return (
    <TableFrame label={words.sealsTitle}>
      <table className="plain-table seals">
        <thead>
          <tr>
            {[words.number, words.position, words.sealedAt, words.root, words.key, words.keep].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {seals.map((seal) => (
            <tr key={seal.number} className={seal.altered ? "row-bad" : undefined}>
              <td className="number">{seal.number}</td>
              <td className="number">{position(seal.position)}</td>
              <td className="nowrap">
                {seal.sealedAt === undefined ? `✗ ${words.altered}` : localTime(seal.sealedAt, timeZone)}
              </td>
              <td>
                <code title={seal.root}>{seal.root?.slice(0, 16)}…</code>
              </td>
              <td>
                <code title={seal.key}>{seal.key?.slice(0, 10)}…</code>
              </td>
              <td>
                <button type="button" onClick={() => save(seal)}>
                  {words.keep}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
