import { clockKinds, measures } from "@anshi/domain";
import { termIn } from "@anshi/terms";
import { measureName } from "../board/measure-text.js";
import type { Units } from "../board/tree.js";
import { useLanguage, useWords } from "../language/language.js";
import { Choice } from "../part/choice.js";
import { UnitChoice } from "../part/unit-choice.js";
import { useQuery } from "../route/use-query.js";
import type { List } from "./lists.js";
import { listWords } from "./words.js";

/** What of a list is shown; the address keeps it. */
export function ListFilters({ list, units }: { readonly list: List; readonly units: Units }) {
  const words = useWords(listWords);
  const language = useLanguage();
  const [query, change] = useQuery();
  const number = (name: "within" | "over", label: string, fallback: number, most: number) =>
    list.filters.includes(name) && (
      <label className="choice">
        <span>{label}</span>
        <input
          type="number"
          min={0}
          max={most}
          value={query.get(name) ?? fallback}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      </label>
    );
  return (
    <>
      {list.filters.includes("unit") && (
        <UnitChoice units={units} value={query.get("unit")} onChange={(unit) => change({ unit })} />
      )}
      {list.name !== "parked" && (
        <Choice
          label={words.measure}
          value={query.get("measure") ?? ""}
          options={[
            { value: "", text: words.everyClock },
            ...measures.map(({ id }) => ({ value: id, text: `${id} ${measureName(id, language)}` })),
          ]}
          onChange={(measure) => change({ measure, clock: null })}
        />
      )}
      {list.filters.includes("clock") && !query.has("measure") && (
        <Choice
          label={words.clock}
          value={query.get("clock") ?? ""}
          options={[
            { value: "", text: words.everyClock },
            ...clockKinds.map((clock) => ({ value: clock as string, text: termIn(clock, language) })),
          ]}
          onChange={(clock) => change({ clock })}
        />
      )}
      {number("within", words.within, 5, 366)}
      {number("over", words.longer, 30, 3_660)}
      <label className="choice">
        <span>{words.search}</span>
        <input
          type="search"
          value={query.get("q") ?? ""}
          onChange={(event) => change({ q: event.target.value })}
        />
      </label>
    </>
  );
}
