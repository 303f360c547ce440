import type { FieldConfig, Mapping } from "./schema.js";

/** Units of Grafana that are used here. */
export type Unit = "none" | "percentunit" | "s" | "bytes" | "ops" | "dateTimeAsIso" | "string";

export type Colour = "green" | "yellow" | "orange" | "red" | "blue" | "text" | "transparent";

/** From this value on, this colour; the first step has none and is the base. */
export type Step = readonly [Colour] | readonly [Colour, from: number];

/** How a field – a series, or a column of a table – is shown. */
export interface Field {
  readonly title?: string;
  readonly unit?: Unit;
  readonly decimals?: number;
  readonly words?: readonly Mapping[];
  /** Colours a value; words beside it must say the same. */
  readonly steps?: readonly Step[];
  readonly link?: { readonly title: string; readonly url: string };
  /** Of a column, in pixels. */
  readonly width?: number;
}

/** Said where there is no value. */
export const NO_DATA = "无数据 no data";

/** What is true of all fields of a panel. */
export function defaults(field: Field, noValue: string): Omit<FieldConfig, "custom"> {
  const { unit = "none", decimals, words = [], steps } = field;
  return {
    unit,
    noValue,
    ...(decimals === undefined ? {} : { decimals }),
    mappings: [...words],
    ...(steps === undefined
      ? { color: { mode: "palette-classic" } }
      : { color: { mode: "thresholds" }, thresholds: { mode: "absolute", steps: stepsOf(steps) } }),
  };
}

/** What is otherwise for the field of this name; a column shows its colours in its text. */
export function override(name: string, field: Field, column: boolean) {
  const properties: { readonly id: string; readonly value: unknown }[] = [];
  const put = (id: string, value: unknown) => value !== undefined && properties.push({ id, value });
  put("displayName", field.title);
  put("unit", field.unit);
  put("decimals", field.decimals);
  put("mappings", field.words);
  if (field.steps !== undefined) {
    put("color", { mode: "thresholds" });
    put("thresholds", { mode: "absolute", steps: stepsOf(field.steps) });
  }
  if (column && (field.steps !== undefined || isColoured(field.words)))
    put("custom.cellOptions", { type: "color-text" });
  put("links", field.link === undefined ? undefined : [{ ...field.link, targetBlank: true }]);
  put("custom.width", field.width);
  return { matcher: { id: "byName", options: name }, properties };
}

function isColoured(words: readonly Mapping[] = []): boolean {
  return words.some((mapping) =>
    mapping.type === "value"
      ? Object.values(mapping.options).some(({ color }) => color !== undefined)
      : mapping.options.result.color !== undefined,
  );
}

function stepsOf(steps: readonly Step[]) {
  return steps.map(([color, from = null]) => ({ color, value: from }));
}
