import { caseKinds } from "@anshi/domain";
import { termIn } from "@anshi/terms";
import { type FormEvent, useState } from "react";
import { useLanguage, useWords } from "../language/language.js";
import { Choice } from "../part/choice.js";
import { go, hrefOf, useRoute } from "../route/route.js";
import { caseWords } from "./words.js";

/** Finds a case by kind and number. */
export function CaseSearch() {
  const words = useWords(caseWords);
  const language = useLanguage();
  const { path, query } = useRoute();
  const [kind, setKind] = useState<string>(path[0] ?? "complaint");
  const [subject, setSubject] = useState(path[1] ?? "");
  const find = (event: FormEvent): void => {
    event.preventDefault();
    if (subject.trim() !== "") go(hrefOf("case", { ledger: query.get("ledger") }, [kind, subject.trim()]));
  };
  return (
    <form className="controls" onSubmit={find}>
      <Choice
        label={words.kind}
        value={kind}
        options={caseKinds.map((value) => ({ value: value as string, text: termIn(value, language) }))}
        onChange={setKind}
      />
      <label className="choice">
        <span>{words.subject}</span>
        <input type="search" value={subject} onChange={(event) => setSubject(event.target.value)} required />
      </label>
      <button type="submit">{words.open}</button>
    </form>
  );
}
