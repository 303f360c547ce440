import { useId } from "react";
import { useWords } from "../language/language.js";
import type { Chosen } from "./use-import.js";
import { intakeWords } from "./words.js";

/** The mapping of a table, with all that is wrong with it. */
export function MappingEditor({ chosen }: { readonly chosen: Chosen }) {
  const words = useWords(intakeWords);
  const [text, file] = [useId(), useId()];
  const { faults } = chosen;
  return (
    <div className="mapping">
      <label htmlFor={text}>
        <strong>{words.mapping}</strong> <span className="hint">{words.mappingHint}</span>
      </label>
      <textarea
        id={text}
        spellCheck={false}
        rows={14}
        value={chosen.mapping}
        aria-invalid={faults.length > 0}
        onChange={(event) => chosen.setMapping(event.target.value)}
      />
      <p>
        <label className="button" htmlFor={file}>
          {words.loadMapping}
        </label>
        <input
          id={file}
          className="hidden"
          type="file"
          accept=".yaml,.yml,.json"
          onChange={(event) => void event.target.files?.[0]?.text().then(chosen.setMapping)}
        />
      </p>
      {faults.length > 0 && (
        <div role="alert" className="banner banner-bad">
          <strong>{words.mappingFaults(faults.length)}</strong>
          <ul>
            {faults.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code>{path}</code> {message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
