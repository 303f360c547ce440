import { type ComponentType, lazy } from "react";
import { BoardView } from "../board/board-view.js";
import type { LedgerContext } from "./use-ledger.js";

/** A page of the console. */
export interface View {
  readonly name: "board" | "lists" | "case" | "replay" | "intake" | "audit";
  readonly component: ComponentType<LedgerContext>;
}

/** All but the first are loaded when they are first gone to. */
export const views: readonly View[] = [
  { name: "board", component: BoardView },
  { name: "lists", component: lazy(() => import("../lists/lists-view.js")) },
  { name: "case", component: lazy(() => import("../case/case-view.js")) },
  { name: "replay", component: lazy(() => import("../replay/replay-view.js")) },
  { name: "intake", component: lazy(() => import("../intake/intake-view.js")) },
  { name: "audit", component: lazy(() => import("../audit/audit-view.js")) },
];
