import type { Dashboard, Panel } from "../schema.js";
import type { Target } from "../target.js";

/** A panel that shows something, with its dashboard. */
export interface Shown {
  readonly dashboard: Dashboard;
  readonly panel: Panel;
  readonly targets: readonly Target[];
  /** For messages: `anshi-board/3 各指标此刻 Measures now`. */
  readonly name: string;
}

/** Every panel of these dashboards but the headings. */
export function panelsOf(dashboards: readonly Dashboard[]): readonly Shown[] {
  return dashboards.flatMap((dashboard) =>
    (dashboard.panels ?? []).flatMap((each): readonly Shown[] => {
      if (each.type === "row") return [];
      const panel = each as Panel;
      const targets = (panel.targets ?? []) as unknown as readonly Target[];
      return [{ dashboard, panel, targets, name: `${dashboard.uid}/${panel.id} ${panel.title}` }];
    }),
  );
}
