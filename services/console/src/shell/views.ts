import { type ComponentType, lazy } from "react";
import { BoardView } from "../board/board-view.js";
import type { LedgerContext } from "./use-ledger.js";

/** A page of the console; all but the first are loaded when they are first gone to. */
export interface View {
  readonly name: "board" | "intake";
  readonly component: ComponentType<LedgerContext>;
}

export const views: readonly View[] = [
  { name: "board", component: BoardView },
  { name: "intake", component: lazy(() => import("../intake/intake-view.js")) },
];
