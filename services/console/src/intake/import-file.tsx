import { useState } from "react";
import { useWords } from "../language/language.js";
import { DropZone } from "./drop-zone.js";
import { ImportChosen } from "./import-chosen.js";
import { formatOf, LARGEST_FILE } from "./read-file.js";
import { intakeWords } from "./words.js";

/** Import of a file: choose it, look at what it gives, send it, see what became of it. */
export function ImportFile({ ledger, timeZone }: { readonly ledger: string; readonly timeZone: string }) {
  const words = useWords(intakeWords);
  const [file, setFile] = useState<{ readonly file: File; readonly turn: number }>();
  const [refusal, setRefusal] = useState<"unknownFormat" | "tooLarge">();
  const choose = (chosen: File): void => {
    const why =
      formatOf(chosen.name) === undefined
        ? "unknownFormat"
        : chosen.size > LARGEST_FILE
          ? "tooLarge"
          : undefined;
    setRefusal(why);
    setFile((before) => (why === undefined ? { file: chosen, turn: (before?.turn ?? 0) + 1 } : undefined));
  };
  return (
    <section className="panel" aria-labelledby="importing">
      <h2 id="importing">{words.importing}</h2>
      {file === undefined ? (
        <DropZone onFile={choose} />
      ) : (
        <ImportChosen
          key={file.turn}
          file={file.file}
          ledger={ledger}
          timeZone={timeZone}
          onLeave={() => setFile(undefined)}
        />
      )}
      {refusal !== undefined && (
        <p role="alert" className="banner banner-bad">
          {words[refusal]}
        </p>
      )}
    </section>
  );
}
