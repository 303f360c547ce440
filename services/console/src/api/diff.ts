import type { BoardRow } from "./answers.js";
import type { BoardAsk } from "./api.js";
import { get } from "./request.js";

/** An event that changed a figure. */
export interface FigureEvent {
  readonly position: string;
  readonly type: string;
  readonly kind: string;
  readonly subject: string;
  readonly cause: string;
  readonly change: Readonly<Record<string, number>>;
  readonly occurredAt: string;
  readonly recordedAt: string;
}

/** A figure that differs between two positions, and what made it. */
export interface ChangedFigure {
  readonly measure: string;
  readonly unit: string;
  readonly unitName: string | null;
  readonly before: BoardRow | null;
  readonly after: BoardRow | null;
  readonly events: readonly FigureEvent[];
  readonly more: { readonly events: number; readonly change: Readonly<Record<string, number>> } | null;
}

/** The body of `GET /v1/diff`. */
export interface DiffAnswer {
  readonly knownAt: { readonly from: string; readonly to: string };
  readonly asOf: string;
  readonly figures: readonly ChangedFigure[];
  readonly truncated: boolean;
}

/** What differs between two positions, as of one instant. */
export const getDiff = (
  ask: BoardAsk & {
    readonly asOf: string;
    readonly knownAt: string;
    readonly and: string;
    readonly events: number;
  },
  signal: AbortSignal,
) => get<DiffAnswer>("/v1/diff", { ...ask }, signal);
