import type { ClientBase } from "pg";
import { type KeyTable, type KeyTableReport, readKeyTable } from "./check-keys.js";
import { checkSpan } from "./check-span.js";
import type { Span, SpanReport } from "./span.js";

/** What a verification can have done on another thread. */
export interface Tasks {
  readonly span: { readonly input: Span; readonly output: SpanReport };
  readonly keys: { readonly input: KeyTable; readonly output: KeyTableReport };
}

export type TaskName = keyof Tasks;

/** A task as it is sent. */
export type Task = {
  readonly [Name in TaskName]: { readonly name: Name; readonly input: Tasks[Name]["input"] };
}[TaskName];

/** Does a task on a connection. */
export function perform(client: ClientBase, task: Task): Promise<unknown> {
  return task.name === "span" ? checkSpan(client, task.input) : readKeyTable(client, task.input);
}
