import { keep } from "../api/download.js";
import { integer } from "../format/number.js";
import { useWords } from "../language/language.js";
import { TableFrame } from "../part/table-frame.js";
import type { Sent } from "./send.js";
import { intakeWords } from "./words.js";

const SHOWN = 100;

interface Props {
  readonly sent: Sent | undefined;
  readonly state: "sending" | "done" | "stopped" | "failed";
  readonly name: string;
}

/** What has become of a file. */
export function Result({ sent, state, name }: Props) {
  const words = useWords(intakeWords);
  const faults = sent?.faults ?? [];
  return (
    <div className="result" data-state={state}>
      <p role="status">
        {state === "sending" ? words.sending : state === "stopped" ? words.stopped : ""}
        {state === "done" && <strong>{words.done}</strong>}
        {state === "done" && sent?.rejected === 0 && ` · ${words.allGood}`}
      </p>
      <dl className="counts-line">
        {(["rows", "events", "accepted", "duplicates", "rejected"] as const).map((count) => (
          <div key={count} className={count === "rejected" && (sent?.rejected ?? 0) > 0 ? "bad" : undefined}>
            <dt>{words[count]}</dt>
            <dd data-count={count}>{integer(sent?.[count] ?? 0)}</dd>
          </div>
        ))}
      </dl>
      {faults.length > 0 && (
        <>
          <h3>{words.firstFaults(Math.min(SHOWN, faults.length), sent?.rejected ?? 0)}</h3>
          <TableFrame label={words.rejected}>
            <table className="plain-table faults">
              <thead>
                <tr>
                  {[words.row, words.id, words.code, words.reason, words.path].map((title) => (
                    <th key={title} scope="col">
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {faults.slice(0, SHOWN).map(({ row, id, code, message, path }, nth) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows
                  <tr key={nth}>
                    <td className="number">{row}</td>
                    <td>{id}</td>
                    <td>
                      <code>{code}</code>
                    </td>
                    <td>{message}</td>
                    <td>
                      <code>{path}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableFrame>
          <button type="button" onClick={() => keep(ndjson(faults), `${name}.rejected.ndjson`)}>
            {words.download}
          </button>
        </>
      )}
    </div>
  );
}

const ndjson = (faults: Sent["faults"]): Blob =>
  new Blob(
    faults.map((fault) => `${JSON.stringify(fault)}\n`),
    { type: "application/x-ndjson" },
  );
