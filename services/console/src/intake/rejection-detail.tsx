import { useState } from "react";
import { getRejection, purge, type Receipt, redrive } from "../api/intake.js";
import { useAnswer } from "../api/use-answer.js";
import { useWords } from "../language/language.js";
import { Failed, Loading } from "../part/notice.js";
import { useAction } from "../part/use-action.js";
import { intakeWords } from "./words.js";

interface Props {
  readonly ledger: string;
  readonly number: string;
  readonly onChanged: () => void;
}

/** One refused message: its faults, its bytes where they may be seen, and what can be done with it. */
export function RejectionDetail({ ledger, number, onChanged }: Props) {
  const words = useWords(intakeWords);
  const { answer, problem, again } = useAnswer(`rejection ${ledger} ${number}`, (signal) =>
    getRejection(ledger, number, signal),
  );
  const action = useAction();
  const [done, setDone] = useState<Receipt | "purged">();
  if (problem !== undefined) return <Failed problem={problem} again={again} />;
  if (answer === undefined) return <Loading />;

  const act = (work: () => Promise<Receipt | "purged">): void =>
    action.run(async () => {
      setDone(await work());
      again();
      onChanged();
    });
  return (
    <div className="rejection">
      {answer.faults.length > 0 && (
        <>
          <h3>{words.faults}</h3>
          <ul>
            {answer.faults.map(({ path, expected }) => (
              <li key={`${path} ${expected}`}>
                <code>{path}</code> {expected}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{words.raw}</h3>
      {answer.payload === null ? (
        <p className="hint">{words.noRaw}</p>
      ) : (
        <pre className="raw">{answer.payload.text}</pre>
      )}
      <p className="hint">
        SHA-256 <code>{answer.payloadHash}</code>
      </p>
      {answer.payload !== null && (
        <p className="actions">
          <button
            type="button"
            className="primary"
            disabled={action.isBusy}
            onClick={() => act(() => redrive(ledger, number))}
          >
            {words.redrive}
          </button>
          <button
            type="button"
            onClick={() => {
              if (confirm(words.purgeSure)) act(() => purge(ledger, number).then(() => "purged" as const));
            }}
          >
            {words.purge}
          </button>
        </p>
      )}
      <p role="status">
        {done === "purged" && words.purgeDone}
        {done !== undefined &&
          done !== "purged" &&
          words.redriveDone(done.accepted, done.duplicates, done.rejected.length)}
      </p>
      {action.problem !== undefined && <Failed problem={action.problem} />}
    </div>
  );
}
