import type { Probe, Told } from "./readiness.js";

/** A fault that was done, from its beginning until it was undone; instants in milliseconds since 1970. */
export interface Done {
  readonly fault: string;
  readonly layout: string;
  readonly from: number;
  readonly until: number;
  /** Whether nothing can be accepted from its beginning to its end, so that readiness must be red. */
  readonly takesDatabase: boolean;
}

/** A fault with what came of it. */
export interface Judged extends Done {
  /** Milliseconds from its beginning until readiness was not green; undefined when it stayed green. */
  readonly noticedMs: number | undefined;
  /** Milliseconds from its end until green was told and true. */
  readonly recoveredMs: number | undefined;
}

export interface Judgement {
  readonly faults: readonly Judged[];
  readonly breaches: readonly string[];
}

/** The promise: red at the latest this long after the database went … */
export const RED_MS = 30_000;
/** … and green again at the latest this long after it came back. */
export const GREEN_MS = 60_000;
/** Out of the reach of any fault, not green for longer than this is an untruth. */
const CALM_MS = 5_000;

/** Holds what readiness told against what was done. */
export function judge(done: readonly Done[], told: readonly Told[], probes: readonly Probe[]): Judgement {
  const breaches: string[] = [];
  const faults = done.map((each, index): Judged => {
    const next = done[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const notGreen = told.find(({ at, said }) => at >= each.from && at < next && said !== "green");
    const proof = probes.find(({ at, failed }) => at >= each.until && failed === undefined);
    return {
      ...each,
      noticedMs: notGreen === undefined ? undefined : notGreen.at - each.from,
      recoveredMs: proof === undefined || proof.at > next ? undefined : proof.at - each.until,
    };
  });
  const name = ({ fault, layout }: Done): string => `${fault} (${layout})`;

  for (const each of faults) {
    if (each.takesDatabase) {
      const wrong = told.find(
        ({ at, said }) => said === "green" && at > each.from + RED_MS && at < each.until,
      );
      if (wrong !== undefined)
        breaches.push(`${name(each)}: green ${wrong.at - each.from} ms after the database went`);
    }
    if (each.recoveredMs === undefined) breaches.push(`${name(each)}: never truly green again`);
    else if (each.recoveredMs > GREEN_MS)
      breaches.push(`${name(each)}: truly green only ${each.recoveredMs} ms after its end`);
  }

  // Readiness has its time to notice, at the beginning of a fault and at its end.
  const isExcused = (from: number, to: number): boolean =>
    faults.some((each) => [each.from, each.until].some((edge) => to >= edge && from <= edge + RED_MS));
  for (const { at, endedAt, failed } of probes) {
    if (failed !== undefined && !isExcused(at, endedAt))
      breaches.push(`green was not true at ${new Date(at).toISOString()}: ${failed}`);
  }

  const isAnswerable = (at: number): boolean =>
    faults.some(
      (each) => at >= each.from && at <= each.until + (each.recoveredMs ?? Number.POSITIVE_INFINITY),
    );
  let since: Told | undefined;
  for (const each of told) {
    if (each.said === "green" || isAnswerable(each.at)) since = undefined;
    else if (since === undefined) since = each;
    else if (each.at - since.at > CALM_MS) {
      breaches.push(`not green without a fault since ${new Date(since.at).toISOString()}: ${since.reason}`);
      break;
    }
  }
  return { faults, breaches };
}
