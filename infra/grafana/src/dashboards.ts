import { board } from "./dashboards/board.js";
import { pipeline } from "./dashboards/pipeline.js";
import { timeMachine } from "./dashboards/time-machine.js";
import { unitDashboard } from "./dashboards/unit.js";
import { workList } from "./dashboards/work-list.js";
import type { Dashboard } from "./schema.js";

/** Every dashboard, in the order in which they are read. */
export const dashboards: readonly Dashboard[] = [board, unitDashboard, workList, timeMachine, pipeline];

/** The files that Grafana is given: name to content. */
export function dashboardFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    dashboards.map((each) => [
      `${each.uid?.replace(/^anshi-/u, "") ?? ""}.json`,
      `${JSON.stringify(each, null, 2)}\n`,
    ]),
  );
}
