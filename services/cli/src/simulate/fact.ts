import type { Instant } from "@anshi/domain";

/** Something that happens in a simulation: an event before it is written down. */
export interface SimulatedFact {
  readonly at: Instant;
  /** Without prefix and version: `complaint.received`. */
  readonly act: string;
  readonly subject: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** The case begins with it. */
  readonly opens?: true;
  /** The fact was entered again after a correction. */
  readonly again?: true;
}

/** The id of the fact's event; one fact has one. */
export function idOf({ subject, act, at, again }: SimulatedFact): string {
  return `${subject}/${act.replace(".", "-")}/${at}${again === true ? "/2" : ""}`;
}

/** The fact as a CloudEvent. */
export function cloudEvent(fact: SimulatedFact, source: string): object {
  const { at, act, subject, data } = fact;
  return {
    specversion: "1.0",
    id: idOf(fact),
    source,
    type: `io.anshi.${act}.v1`,
    subject,
    time: new Date(at).toISOString(),
    ...(data === undefined ? {} : { data }),
  };
}
