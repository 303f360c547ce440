import { useEffect, useRef, useState } from "react";
import { Problem } from "../api/problem.js";
import { useWords } from "../language/language.js";
import { Failed, Loading } from "../part/notice.js";
import { MappingEditor } from "./mapping-editor.js";
import { Preview } from "./preview.js";
import { Result } from "./result.js";
import { type Sent, send } from "./send.js";
import { useImport } from "./use-import.js";
import { intakeWords } from "./words.js";

interface Props {
  readonly file: File;
  readonly ledger: string;
  readonly timeZone: string;
  readonly onLeave: () => void;
}

interface Work {
  readonly sent: Sent | undefined;
  readonly state: "sending" | "done" | "stopped" | "failed";
  readonly problem?: Problem;
}

/** A chosen file: its mapping and preview, then its way into the ledger. */
export function ImportChosen({ file, ledger, timeZone, onLeave }: Props) {
  const words = useWords(intakeWords);
  const chosen = useImport(file, timeZone);
  const [work, setWork] = useState<Work>();
  const stopping = useRef<AbortController>(undefined);
  useEffect(() => () => stopping.current?.abort(), []);

  const start = async (): Promise<void> => {
    const own = new AbortController();
    stopping.current = own;
    let sent: Sent | undefined;
    setWork({ sent, state: "sending" });
    try {
      for await (const each of send(ledger, chosen.entries?.() ?? [], own.signal)) {
        sent = each;
        setWork({ sent, state: "sending" });
      }
      setWork({ sent, state: "done" });
    } catch (error) {
      if (own.signal.aborted) setWork({ sent, state: "stopped" });
      else
        setWork({
          sent,
          state: "failed",
          problem: error instanceof Problem ? error : new Problem(500, "console", String(error)),
        });
    }
  };

  const { problem, isTable, entries } = chosen;
  return (
    <div className="import">
      <p className="import-file">
        <strong>{chosen.name}</strong>
        {work?.state === "sending" ? (
          <button type="button" onClick={() => stopping.current?.abort()}>
            {words.cancel}
          </button>
        ) : (
          <button type="button" onClick={onLeave}>
            {words.another}
          </button>
        )}
      </p>
      {problem !== undefined && (
        <p role="alert" className="banner banner-bad">
          {problem.reason === "wrongEncoding" ? words.wrongEncoding(problem.message) : words[problem.reason]}
          {problem.reason === "unreadable" && ` (${problem.message})`}
        </p>
      )}
      {work === undefined ? (
        <>
          {isTable && <MappingEditor chosen={chosen} />}
          {entries !== undefined && <Preview entries={entries} />}
          {entries !== undefined && (
            <button type="button" className="primary" onClick={() => void start()}>
              {words.start}
            </button>
          )}
          {entries === undefined && problem === undefined && chosen.faults.length === 0 && <Loading />}
        </>
      ) : (
        <>
          {work.problem !== undefined && <Failed problem={work.problem} again={() => void start()} />}
          <Result sent={work.sent} state={work.state} name={chosen.name} />
        </>
      )}
    </div>
  );
}
