import { type Cohort, cohorts } from "@anshi/domain";
import { useWords } from "../language/language.js";
import { Choice } from "../part/choice.js";
import { UnitChoice } from "../part/unit-choice.js";
import { useQuery } from "../route/use-query.js";
import { type Period, periodOf, periods } from "./period.js";
import type { Units } from "./tree.js";
import { boardWords } from "./words.js";

/** What of the board is shown; the address keeps it. */
export function BoardControls({ units }: { readonly units: Units }) {
  const words = useWords(boardWords);
  const [query, change] = useQuery();
  const period = periodOf(query);
  return (
    <div className="controls">
      <UnitChoice units={units} value={query.get("unit")} onChange={(unit) => change({ unit })} />
      <Choice<Period>
        label={words.period}
        value={period}
        options={periods.map((value) => ({ value, text: words[value] }))}
        onChange={(value) => change({ period: value, from: null, to: null })}
      />
      {period === "custom" &&
        (["from", "to"] as const).map((name) => (
          <label key={name} className="choice">
            <span>{words[name]}</span>
            <input
              type="date"
              value={query.get(name) ?? ""}
              onChange={(event) => change({ [name]: event.target.value, period: "custom" })}
            />
          </label>
        ))}
      <Choice<Cohort>
        label={words.cohort}
        value={cohortOf(query)}
        options={cohorts.map((value) => ({ value, text: words[value] }))}
        onChange={(value) => change({ cohort: value === "settled" ? null : value })}
      />
      <button type="button" className="controls-end" onClick={() => print()}>
        {words.print}
      </button>
    </div>
  );
}

/** The cohort an address names. */
export const cohortOf = (query: URLSearchParams): Cohort =>
  cohorts.find((each) => each === query.get("cohort")) ?? "settled";
