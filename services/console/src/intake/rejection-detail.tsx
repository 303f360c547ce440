import { useState } from "react";
import { getRejection, purge, type Receipt, redrive } from "../api/intake.js";
import type { Problem } from "../api/problem.js";
import { useAnswer } from "../api/use-answer.js";
import { useWords } from "../language/language.js";
import { Failed, Loading } from "../part/notice.js";
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
  const [failed, setFailed] = useState<Problem>();
  const [done, setDone] = useState<Receipt | "purged">();
  if (problem !== undefined) return <Failed problem={problem} again={again} />;
  if (answer === undefined) return <Loading />;

  const act = async (work: () => Promise<Receipt | "purged">): Promise<void> => {
    setFailed(undefined);
    try {
      setDone(await work());
      again();
      onChanged();
    } catch (error) {
      setFailed(error as Problem);
    }
  };
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
          <button type="button" className="primary" onClick={() => void act(() => redrive(ledger, number))}>
            {words.redrive}
          </button>
          <button
            type="button"
            onClick={() => {
              if (confirm(words.purgeSure))
                void act(() => purge(ledger, number).then(() => "purged" as const));
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
      {failed !== undefined && <Failed problem={failed} />}
    </div>
  );
}
