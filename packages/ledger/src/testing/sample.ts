import type { LedgerId } from "../ledger-id.js";
import { ledgerId } from "../ledger-id.js";
import type { NewEvent } from "../new-event.js";

/** An event of a case; `over` replaces what a test is about. The body follows from the other fields. */
export function sampleEvent(id: string, over: Partial<NewEvent> = {}): NewEvent {
  const event = {
    id,
    source: "urn:test",
    subject: `case-${id}`,
    time: "2026-03-02T09:30:00.125+08:00",
    type: "io.anshi.complaint.received.v1",
    ...over,
  };
  const { source, subject, time, type } = event;
  const body = JSON.stringify({
    data: { unit: "320902" },
    id,
    source,
    specversion: "1.0",
    subject,
    time,
    type,
  });
  return { ...event, body: over.body ?? body };
}

/** `count` events whose ids begin with `prefix`. */
export function sampleEvents(prefix: string, count: number): readonly NewEvent[] {
  return Array.from({ length: count }, (_none, index) => sampleEvent(`${prefix}-${index}`));
}

export function sampleLedger(name: string): LedgerId {
  const ledger = ledgerId(name);
  if (ledger === undefined) throw new Error("not a ledger's name");
  return ledger;
}
