import { seeded } from "./client.js";

/**
 * A small year of dispatches and complaints, repeatable: received, some verified in time, some late, some never, some passed
 * on. Enough to move every counter; not meant to look like life.
 */
export function syntheticEvents(count: number, seed: number): readonly object[] {
  const random = seeded(seed);
  const events: object[] = [];
  const start = Date.UTC(2026, 0, 5, 1);
  for (let n = 0; events.length < count; n++) {
    const subject = `case-${seed}-${n}`;
    const received = start + Math.floor(random() * 200 * 86_400_000);
    const unit = `32090${1 + Math.floor(random() * 5)}`;
    const after = (days: number) =>
      new Date(received + days * 86_400_000 + Math.floor(random() * 3_600_000)).toISOString();
    const event = (kind: string, act: string, time: string, data?: object) => ({
      specversion: "1.0",
      id: `${subject}/${act}`,
      source: "urn:anshi:test",
      type: `io.anshi.${kind}.${act}.v1`,
      subject,
      time,
      ...(data === undefined ? {} : { data }),
    });
    if (n % 2 === 0) {
      events.push(event("dispatch", "issued", after(0), { unit }));
      if (random() < 0.8)
        events.push(event("dispatch", "verified", after(5 + random() * 30), { result: "confirmed" }));
    } else {
      events.push(event("complaint", "received", after(0), { unit, online: random() < 0.9 }));
      if (random() < 0.9) events.push(event("complaint", "accepted", after(1 + random() * 12)));
      if (random() < 0.6) events.push(event("complaint", "agreed", after(14 + random() * 80)));
    }
  }
  return events.slice(0, count);
}
