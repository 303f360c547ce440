import { useEffect, useRef, useState } from "react";
import { type Verification, type VerifyProgress, verify } from "../api/audit.js";
import { integer, position } from "../format/number.js";
import { useWords } from "../language/language.js";
import { Failed } from "../part/notice.js";
import { TableFrame } from "../part/table-frame.js";
import { useAction } from "../part/use-action.js";
import { auditWords } from "./words.js";

/** Verifies the ledger from the page, and shows what was found. */
export function VerifyPanel({ ledger }: { readonly ledger: string }) {
  const words = useWords(auditWords);
  const [progress, setProgress] = useState<VerifyProgress>();
  const [result, setResult] = useState<Verification>();
  const { isBusy, problem, run } = useAction();
  const stopping = useRef<AbortController>(undefined);
  useEffect(() => () => stopping.current?.abort(), []);

  const start = (): void => {
    const own = new AbortController();
    stopping.current = own;
    setResult(undefined);
    setProgress(undefined);
    run(async () => {
      try {
        setResult(await verify(ledger, setProgress, own.signal));
      } catch (error) {
        if (!own.signal.aborted) throw error;
      }
    });
  };
  const stage = progress?.stage ?? "";
  return (
    <section className="panel" aria-labelledby="verify">
      <h2 id="verify">{words.verifyTitle}</h2>
      <p className="hint">{words.verifyHint}</p>
      <p className="actions">
        <button type="button" className="primary" disabled={isBusy} onClick={start}>
          {words.verify}
        </button>
        {isBusy && (
          <button type="button" onClick={() => stopping.current?.abort()}>
            {words.stop}
          </button>
        )}
      </p>
      {isBusy && (
        <p role="status">
          <label>
            {words.verifying} {stage in words ? String(words[stage as keyof typeof words]) : stage}{" "}
            {progress !== undefined && `${integer(progress.done)} / ${integer(progress.of)} `}
            <progress max={progress?.of || 1} value={progress?.done ?? 0} />
          </label>
        </p>
      )}
      {problem !== undefined && <Failed problem={problem} again={start} />}
      {result !== undefined && <Outcome result={result} />}
    </section>
  );
}

function Outcome({ result }: { readonly result: Verification }) {
  const words = useWords(auditWords);
  const { ok, checked, findings, found } = result;
  return (
    <div
      className={ok ? "banner verified-good" : "banner verified-bad"}
      role={ok ? "status" : "alert"}
      data-ok={ok}
    >
      <p className="verdict-line">
        {ok ? "✓ " : "✗ "}
        {ok ? words.intact : words.damaged(integer(found))}
      </p>
      <p>
        {words.checked}{" "}
        {Object.entries(checked)
          .map(([what, n]) => `${integer(n)} ${what in words ? words[what as keyof typeof words] : what}`)
          .join(" · ")}
        {" · "}
        {words.vouched(position(result.sealed))}
      </p>
      {result.key !== null && (
        <p>
          {words.ownKey} <code>{result.key}</code>
        </p>
      )}
      {findings.length > 0 && (
        <TableFrame label={words.finding}>
          <table className="plain-table findings">
            <thead>
              <tr>
                <th scope="col">{words.position}</th>
                <th scope="col">{words.finding}</th>
                <th scope="col">{words.what}</th>
              </tr>
            </thead>
            <tbody>
              {findings.slice(0, 100).map(({ code, position: at, message }) => (
                <tr key={`${at} ${code} ${message}`}>
                  <td className="number">{position(at)}</td>
                  <td>
                    <code>{code}</code>
                  </td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </div>
  );
}
