import { useId, useState } from "react";
import { useWords } from "../language/language.js";
import { auditWords } from "./words.js";

interface Props {
  readonly isBusy: boolean;
  readonly onPublish: (period: string) => void;
}

/** Publishes the board of a period that has ended. */
export function PublishForm({ isBusy, onPublish }: Props) {
  const words = useWords(auditWords);
  const [period, setPeriod] = useState("");
  const hint = useId();
  return (
    <form
      className="controls"
      onSubmit={(event) => {
        event.preventDefault();
        onPublish(period.trim());
      }}
    >
      <label className="choice">
        <span>{words.period}</span>
        <input
          required
          size={12}
          value={period}
          aria-describedby={hint}
          onChange={(event) => setPeriod(event.target.value)}
        />
      </label>
      <button type="submit" disabled={isBusy}>
        {words.publish}
      </button>
      <span id={hint} className="hint">
        {words.publishHint}
      </span>
    </form>
  );
}
