import { setTimeout as sleep } from "node:timers/promises";
import { get } from "../support/client.js";
import type { SentEvent } from "./stream.js";
import type { Traffic } from "./traffic.js";

/** What /readyz said at an instant: `none` where there was no answer. */
export interface Told {
  readonly at: number;
  readonly said: "green" | "red" | "none";
  readonly reason: string;
}

/** Whether green was true: an event posted after it was told was accepted and came onto the board. */
export interface Probe {
  /** When green was told. */
  readonly at: number;
  readonly endedAt: number;
  /** What failed; nothing when green was true. */
  readonly failed: string | undefined;
}

/** Asks for readiness all the time, and puts green to the proof. */
export interface ReadinessWatch {
  readonly told: readonly Told[];
  readonly probes: readonly Probe[];
  readonly stop: () => Promise<void>;
}

const ASK_MS = 500;
const ANSWER_MS = 5_000;
const PROBE_MS = 1_000;
const ACCEPT_MS = 10_000;
const VISIBLE_MS = 30_000;

/** Starts watching the service at the URL. */
export function watchReadiness(url: string, traffic: Traffic): ReadinessWatch {
  const told: Told[] = [];
  const probes: Probe[] = [];
  let stopped = false;
  let latest: Told | undefined;

  const asking = (async () => {
    while (!stopped) {
      latest = await ask(url);
      told.push(latest);
      await sleep(ASK_MS);
    }
  })();
  const probing = (async () => {
    for (let n = 1; !stopped; n++) {
      if (latest?.said === "green") {
        const { at } = latest;
        probes.push({ at, failed: await prove(url, traffic, probeEvent(at, n)), endedAt: Date.now() });
      }
      await sleep(PROBE_MS);
    }
  })();
  return {
    told,
    probes,
    stop: async () => {
      stopped = true;
      await Promise.all([asking, probing]);
    },
  };
}

async function ask(url: string): Promise<Told> {
  const at = Date.now();
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const reason = await response.text();
    return { at, said: response.status === 200 ? "green" : "red", reason };
  } catch (error) {
    return { at, said: "none", reason: String(error) };
  }
}

async function prove(url: string, traffic: Traffic, event: SentEvent): Promise<string | undefined> {
  const position = await traffic.probe(event, ACCEPT_MS);
  if (position === undefined) return "an event was not accepted";
  const until = Date.now() + VISIBLE_MS;
  for (let last = "no answer"; ; ) {
    try {
      const board = await get<{ readonly knownAt: { readonly position: string } }>(
        `${url}/v1/board?measure=19.1&unit=3209`,
        AbortSignal.timeout(ANSWER_MS),
      );
      if (BigInt(board.knownAt.position) >= position) return undefined;
      last = `the board stands at ${board.knownAt.position}, the event at or before ${position}`;
    } catch (error) {
      last = String(error);
    }
    if (Date.now() > until) return `an event was not on the board: ${last}`;
    await sleep(100);
  }
}

function probeEvent(at: number, n: number): SentEvent {
  const subject = `probe-${at}-${n}`;
  const event = {
    specversion: "1.0",
    id: subject,
    source: "urn:anshi:probe",
    type: "io.anshi.dispatch.issued.v1",
    subject,
    time: new Date(at).toISOString(),
    data: { unit: "320901" },
  };
  return event;
}
