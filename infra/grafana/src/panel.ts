import { defaults, type Field, NO_DATA, override } from "./field.js";
import type { Panel, PanelKinds, Transformation } from "./schema.js";
import type { Target } from "./target.js";

/** A panel before it has a place; widths are of 24 columns, heights of Grafana's 30-pixel rows. */
export interface Placeable {
  readonly width: number;
  readonly height: number;
  readonly panel: Panel;
}

/** What every kind of panel is told. */
export interface PanelSource {
  /** Its number in the dashboard's address; never given to another panel. */
  readonly id: number;
  /** Chinese, then English. */
  readonly title: string;
  /** What it shows and how to read it: Chinese, then English. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly targets: readonly Target[];
  /** How fields are shown unless `fields` says otherwise. */
  readonly all?: Field;
  readonly fields?: Readonly<Record<string, Field>>;
  /** Said where there is nothing to show, when this is not for want of data. */
  readonly nothing?: string;
}

/** Single values in large type, a word or a number each. */
export function stat(source: PanelSource): Placeable {
  return place("stat", source, {
    options: {
      colorMode: "value",
      graphMode: "none",
      justifyMode: "auto",
      orientation: "auto",
      percentChangeColorMode: "standard",
      reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
      showPercentChange: false,
      textMode: "value_and_name",
      wideLayout: true,
    },
    custom: {},
  });
}

/** Lines over time. */
export function lines(source: PanelSource & { readonly steps?: boolean }): Placeable {
  return place("timeseries", source, {
    options: {
      legend: { calcs: ["lastNotNull"], displayMode: "table", placement: "right", showLegend: true },
      tooltip: { mode: "multi", sort: "desc" },
    },
    custom: {
      drawStyle: "line",
      lineInterpolation: source.steps === true ? "stepAfter" : "linear",
      lineWidth: 2,
      fillOpacity: 0,
      showPoints: "auto",
      spanNulls: false,
    },
  });
}

/** Which of several states, over time; said in words within each stretch. */
export function stretches(source: PanelSource): Placeable {
  return place("state-timeline", source, {
    options: {
      alignValue: "center",
      legend: { calcs: [], displayMode: "list", placement: "bottom", showLegend: true },
      mergeValues: true,
      rowHeight: 0.85,
      showValue: "always",
      tooltip: { mode: "single", sort: "none" },
    },
    custom: { fillOpacity: 70, lineWidth: 1 },
  });
}

/** A table; several targets of PromQL are joined on the labels they share. */
export function table(source: PanelSource & { readonly columns?: readonly string[] }): Placeable {
  const joined = source.targets.length > 1;
  const order = source.columns ?? [];
  // Tables share what they say of columns; those that this one does not have are left out.
  const text =
    source.targets.map((target) => ("rawSql" in target ? target.rawSql : "")).join() + order.join();
  const own = Object.entries(source.fields ?? {}).filter(([name]) => text.includes(name));
  const transformations: Transformation[] = [
    ...(joined ? [{ id: "merge", options: {} }] : []),
    ...(order.length === 0
      ? []
      : [
          {
            id: "organize",
            options: {
              excludeByName: { Time: true },
              indexByName: Object.fromEntries(order.map((name, nth) => [name, nth])),
              renameByName: {},
            },
          },
        ]),
  ];
  return place(
    "table",
    { ...source, fields: Object.fromEntries(own) },
    {
      options: { cellHeight: "sm", frameIndex: 0, showHeader: true, enablePagination: true },
      custom: { align: "auto", cellOptions: { type: "auto" }, filterable: true, inspect: false },
    },
    transformations,
  );
}

function place<Kind extends keyof PanelKinds>(
  kind: Kind,
  source: PanelSource,
  own: PanelKinds[Kind],
  transformations: readonly Transformation[] = [],
): Placeable {
  const { id, title, description, width, height, targets, all = {}, fields = {} } = source;
  const [first] = targets;
  const panel: Panel = {
    id,
    type: kind,
    title,
    description,
    ...(first === undefined ? {} : { datasource: first.datasource }),
    targets: targets.map((target) => ({ ...target })),
    fieldConfig: {
      defaults: { ...defaults(all, source.nothing ?? NO_DATA), custom: { ...own.custom } },
      overrides: Object.entries(fields).map(([name, field]) => override(name, field, kind === "table")),
    },
    options: { ...own.options },
    ...(transformations.length === 0 ? {} : { transformations }),
  };
  return { width, height, panel };
}
