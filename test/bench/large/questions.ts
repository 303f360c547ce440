import { performance } from "node:perf_hooks";
import { type BoardQuery, board, checkpoint } from "@anshi/board";
import { type Cohort, type Instant, ruleSet, type Window, zone } from "@anshi/domain";
import { atOneMoment, type LedgerId, positionAt } from "@anshi/ledger";
import type { Pool } from "pg";

const shanghai = zone("Asia/Shanghai");
const DAY = 86_400_000;

/** A figure of many questions, milliseconds. */
export interface Answered {
  readonly questions: string;
  readonly clients: number;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export type Kind =
  | "live"
  | "as it was shown"
  | "past, as known now"
  | "random T and P"
  | "random, T known at P";

/** A question of a sort, with a random window and cohort. */
export async function question(
  pool: Pool,
  ledger: LedgerId,
  kind: Kind,
  cohort: Cohort,
  span: { readonly first: Instant; readonly last: Instant },
  random: () => number,
): Promise<BoardQuery & { readonly knownAt: bigint }> {
  const { first, last } = span;
  const head = (await checkpoint(pool, ledger)) ?? 0n;
  const somewhere = (): Instant => Math.floor(first + random() * (last - first));
  const anyPosition = BigInt(Math.floor(random() * Number(head)) + 1);
  let asOf = last + Math.floor(random() * DAY);
  let knownAt = head;
  if (kind === "as it was shown") {
    asOf = somewhere();
    knownAt = await positionAt(pool, ledger, asOf);
  } else if (kind === "past, as known now") asOf = somewhere();
  else if (kind === "random T and P") [asOf, knownAt] = [somewhere(), anyPosition];
  else if (kind === "random, T known at P") {
    asOf = somewhere();
    const from = await positionAt(pool, ledger, asOf);
    knownAt = from + BigInt(Math.floor(random() * Number(head - from)));
  }
  const unit = random() < 0.5 ? undefined : ["3209", "320902", "320903", "320981"][Math.floor(random() * 4)];
  return {
    ledger,
    zone: shanghai,
    rules: ruleSet,
    asOf,
    knownAt,
    cohort,
    window: windowBefore(asOf, random),
    ...(unit === undefined ? {} : { units: [unit] }),
  };
}

function windowBefore(asOf: Instant, random: () => number): Window {
  if (random() < 0.3) return {};
  const to = shanghai.dayOf(asOf) - Math.floor(random() * 60);
  return { from: to - Math.floor(random() * 400), to };
}

/** Asks all, each at one moment as the API does, by as many clients at once. */
export async function ask(
  pool: Pool,
  name: string,
  asked: readonly BoardQuery[],
  clients: number,
): Promise<Answered> {
  const took: number[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let query = asked[next++]; query !== undefined; query = asked[next++]) {
        const began = performance.now();
        await atOneMoment(pool, (client) => board(client, query));
        took.push(performance.now() - began);
      }
    }),
  );
  took.sort((a, b) => a - b);
  const at = (part: number): number =>
    Math.round((took[Math.floor(part * (took.length - 1))] ?? 0) * 10) / 10;
  return { questions: name, clients, count: took.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}
