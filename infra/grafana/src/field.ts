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
  readonly hidden?: true;
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

/** What is otherwise for the field of this name. */
export function override(name: string, field: Field) {
  const properties: { readonly id: string; readonly value: unknown }[] = [];
  const put = (id: string, value: unknown) => value !== undefined && properties.push({ id, value });
  put("displayName", field.title);
  put("unit", field.unit);
  put("decimals", field.decimals);
  put("mappings", field.words);
  if (field.steps !== undefined) {
    put("color", { mode: "thresholds" });
    put("thresholds", { mode: "absolute", steps: stepsOf(field.steps) });
    put("custom.cellOptions", { type: "color-text" });
  }
  put("links", field.link === undefined ? undefined : [{ ...field.link, targetBlank: true }]);
  put("custom.width", field.width);
  put("custom.hidden", field.hidden);
  return { matcher: { id: "byName", options: name }, properties };
}

function stepsOf(steps: readonly Step[]) {
  return steps.map(([color, from = null]) => ({ color, value: from }));
}
