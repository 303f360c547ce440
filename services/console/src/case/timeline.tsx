import { fieldName, type Language, termIn, typeTitle, valueName } from "@anshi/terms";
import type { FactItem } from "../api/answers.js";
import { localTime } from "../format/local.js";
import { position } from "../format/number.js";
import { useLanguage, useWords } from "../language/language.js";
import { caseWords } from "./words.js";

const DAY_MS = 86_400_000;

interface Props {
  readonly facts: readonly FactItem[];
  readonly timeZone: string;
  readonly nameOf: (unit: string) => string | null;
}

/** The facts in the order they happened, each in both times; what was corrected stays to be seen. */
export function Timeline({ facts, timeZone, nameOf }: Props) {
  return (
    <ol className="timeline">
      {facts.map((fact) => (
        <FactEntry key={fact.position} fact={fact} timeZone={timeZone} nameOf={nameOf} />
      ))}
    </ol>
  );
}

function FactEntry({ fact, timeZone, nameOf }: Omit<Props, "facts"> & { readonly fact: FactItem }) {
  const words = useWords(caseWords);
  const language = useLanguage();
  const retracts = fact.type === "io.anshi.record.retracted.v1";
  const late =
    fact.recordedAt === null ? 0 : Math.floor((Date.parse(fact.recordedAt) - Date.parse(fact.time)) / DAY_MS);
  const title = typeTitle(fact.type, language);
  return (
    <li className={`fact fact-${retracts ? "retraction" : (fact.note ?? "plain")}`} data-note={fact.note}>
      <p className="fact-title">
        {fact.note === "retracted" ? <s>{title}</s> : <b>{title}</b>}
        {fact.note !== null && <span className="tag">{termIn(fact.note, language)}</span>}
      </p>
      <p className="fact-times">
        <span>
          {words.occurred} <time>{localTime(fact.time, timeZone)}</time>
        </span>
        <span>
          {words.recorded}{" "}
          <time>{fact.recordedAt === null ? "–" : localTime(fact.recordedAt, timeZone)}</time>
          {late >= 1 && <em> {words.lateEntry(late)}</em>}
        </span>
        <span>
          {words.position} {position(fact.position)}
        </span>
      </p>
      {retracts ? (
        <p className="fact-data">
          {words.retracts} <code>{String(fact.data.id)}</code> · {String(fact.data.reason ?? "")}
        </p>
      ) : (
        <p className="fact-data">
          {Object.entries(fact.data).map(([name, value]) => (
            <span key={name}>
              {fieldName(name, language)} {valueText(name, value, nameOf, language)}
            </span>
          ))}
        </p>
      )}
    </li>
  );
}

function valueText(
  name: string,
  value: unknown,
  nameOf: (unit: string) => string | null,
  language: Language,
): string {
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  const unit = name === "unit" || name === "toUnit" || name === "office" ? nameOf(text) : null;
  return unit === null ? valueName(text, language) : `${unit} (${text})`;
}
