import { grid, type Section } from "./grid.js";
import type { Dashboard, Variable } from "./schema.js";

export const TIME_ZONE = "Asia/Shanghai";

/** The tag by which the dashboards find each other. */
const TAG = "anshi";

/** What a dashboard is made of. */
export interface DashboardSource {
  /** In its address; never changed. */
  readonly uid: `anshi-${string}`;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly from: string;
  readonly refresh: string;
  readonly sections: readonly Section[];
}

/** The dashboard as Grafana 11 to 13 load it from a file: the classic model, of the schema of 11.0. */
export function dashboard(source: DashboardSource): Dashboard {
  return {
    uid: source.uid,
    title: source.title,
    description: source.description,
    tags: [TAG],
    schemaVersion: 39,
    editable: false,
    timezone: TIME_ZONE,
    weekStart: "monday",
    fiscalYearStartMonth: 0,
    graphTooltip: 1,
    time: { from: source.from, to: "now" },
    timepicker: {},
    refresh: source.refresh,
    annotations: { list: [] },
    links: [
      {
        type: "dashboards",
        title: "按时 Anshi",
        tooltip: "其他看板 the other dashboards",
        tags: [TAG],
        asDropdown: false,
        includeVars: true,
        keepTime: false,
        targetBlank: false,
        icon: "external link",
        url: "",
      },
    ],
    templating: { list: [...source.variables] },
    panels: grid(source.sections),
  };
}
