import { caseKinds } from "@anshi/domain";
import { useState } from "react";
import { download } from "../api/download.js";
import { address } from "../api/request.js";
import { useWords } from "../language/language.js";
import { Choice } from "../part/choice.js";
import { Failed } from "../part/notice.js";
import { useAction } from "../part/use-action.js";
import { auditWords } from "./words.js";

/** Makes the evidence pack of a case. */
export function EvidencePanel({ ledger }: { readonly ledger: string }) {
  const words = useWords(auditWords);
  const [kind, setKind] = useState<(typeof caseKinds)[number]>("complaint");
  const [subject, setSubject] = useState("");
  const { isBusy, problem, run } = useAction();
  return (
    <section className="panel" aria-labelledby="evidence">
      <h2 id="evidence">{words.evidenceTitle}</h2>
      <p className="hint">{words.evidenceHint}</p>
      <form
        className="controls"
        onSubmit={(event) => {
          event.preventDefault();
          const path = `/v1/cases/${kind}/${encodeURIComponent(subject.trim())}/evidence`;
          run(() => download(address(path, { ledger }), `${kind}-${subject.trim()}.evidence`));
        }}
      >
        <Choice
          label={words.kind}
          value={kind}
          options={caseKinds.map((value) => ({ value, text: words[value] }))}
          onChange={setKind}
        />
        <label className="choice">
          <span>{words.subject}</span>
          <input required value={subject} onChange={(event) => setSubject(event.target.value)} />
        </label>
        <button type="submit" disabled={isBusy}>
          {words.take}
        </button>
      </form>
      {problem !== undefined && <Failed problem={problem} />}
    </section>
  );
}
