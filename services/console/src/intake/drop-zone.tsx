import { useId, useState } from "react";
import { useWords } from "../language/language.js";
import { intakeWords } from "./words.js";

/** Where a file is dropped or chosen. */
export function DropZone({ onFile }: { readonly onFile: (file: File) => void }) {
  const words = useWords(intakeWords);
  const [isOver, setIsOver] = useState(false);
  const input = useId();
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the keyboard has the input
    <div
      className={isOver ? "drop drop-over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <p>
        {words.drop}{" "}
        <label className="button primary" htmlFor={input}>
          {words.choose}
        </label>
        <input
          id={input}
          className="hidden"
          type="file"
          accept=".ndjson,.jsonl,.csv,.xlsx,.gz"
          onChange={(event) => take(event.target.files)}
        />
      </p>
      <p className="hint">{words.formats}</p>
    </div>
  );
}
