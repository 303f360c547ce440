import { type CaseKind, type RuleSet, type World, yearSpan, type Zone } from "@anshi/domain";
import { type LedgerId, type Queryable, readKinds, withClient } from "@anshi/ledger";
import type { Pool, PoolClient } from "pg";
import type { CaseFact } from "./fact.js";
import { rederive } from "./history.js";
import { type Known, type Prepared, prepare } from "./prepare.js";
import { type Batch, caseKey, readBatch, type Source } from "./read-batch.js";
import { readHistories } from "./read-facts.js";
import { readReference } from "./reference.js";
import { Seals } from "./seal.js";
import { Slots } from "./slot.js";
import { writeChange } from "./write.js";

/** What one step did. */
export type StepOutcome =
  | { readonly outcome: "advanced"; readonly from: bigint; readonly to: bigint }
  | { readonly outcome: "at-head"; readonly at: bigint }
  /** Another projector moved the checkpoint: this one must start anew from what is stored. */
  | { readonly outcome: "lost" };

export interface ProjectionOptions {
  readonly pool: Pool;
  readonly ledger: LedgerId;
  readonly zone: Zone;
  readonly rules: RuleSet;
  /** Events a transaction takes at the most. */
  readonly batch?: number;
  /** Changes after which an anchor is sealed. */
  readonly sealEvery?: number;
  /** The last position that may be projected yet; default: the ledger's head. */
  readonly upTo?: () => bigint;
}

/** Large, because a case that several events of a batch concern is read once; only a backlog fills it. */
const MOST_AT_ONCE = 8_000;

/** A batch assessed, and of a backlog the reading of the one after it. */
interface Next extends Prepared {
  readonly after: Promise<Batch | undefined> | undefined;
}

/** Carries one ledger onto the board. */
export interface Projection {
  /** Writes one batch; rejects when the database does, after which the next step starts anew. */
  readonly step: () => Promise<StepOutcome>;
}

/**
 * The projection of a ledger. While a batch is written the next one is read and assessed, and of a backlog the one after it read:
 * reading depends on the ledger alone, which never changes. Checkpoint and read model move in one transaction, by compare-and-set.
 */
export function projection(options: ProjectionOptions): Projection {
  const { pool, ledger, zone, rules, batch = MOST_AT_ONCE, sealEvery, upTo } = options;
  const source: Source = { pool, ledger, ...(upTo === undefined ? {} : { upTo }) };
  let slots: Slots | undefined;
  let seals: Seals | undefined;
  let known: Known | undefined;
  let ahead: Promise<Next | undefined> | undefined;

  /** Assesses the batch that comes next, read already or not; of a backlog the one after it is read meanwhile. */
  const next = async (
    before: Known,
    reading = readBatch(source, before, batch),
  ): Promise<Next | undefined> => {
    const found = await reading;
    if (found === undefined) return undefined;
    // A calendar change may park cases while it is written, so nothing is read ahead of it.
    const after =
      found.isFull && found.reference === found.before
        ? readBatch(source, { ...found, parked: before.parked }, batch)
        : undefined;
    after?.catch(() => undefined);
    return { ...(await prepare(found, before, { zone, rules })), after };
  };

  const forget = (): void => {
    known = undefined;
    ahead = undefined;
    seals = undefined;
    slots = undefined;
  };

  /** False when another projector moved the checkpoint. */
  const write = (before: Known, prepared: Next): Promise<boolean> =>
    withClient(pool, async (client, discard) => {
      try {
        await client.query(BEGIN);
        // First, for it also locks out any other projector until this one commits.
        if (!(await advance(client, ledger, before, prepared.known.position, options))) {
          await client.query("rollback");
          return false;
        }
        if (prepared.calendarBefore !== undefined) {
          await rederiveAll(client, ledger, prepared, prepared.calendarBefore);
        }
        slots ??= await Slots.resume(client, ledger);
        seals ??= await Seals.resume(client, ledger, zone, sealEvery);
        const writing = writeChange(client, ledger, prepared.change, slots, seals);
        if (prepared.calendarBefore === undefined) ahead = next(prepared.known, prepared.after);
        ahead?.catch(() => undefined);
        await writing;
        await writeReferenceSteps(client, ledger, prepared.referenceSteps);
        await seals.seal(client, prepared.known.position, slots);
        await client.query("commit");
        return true;
      } catch (error) {
        await client.query("rollback").catch(discard);
        throw error;
      }
    });

  const step = async (): Promise<StepOutcome> => {
    known ??= await resume(pool, ledger);
    const from = known.position;
    const prepared = await (ahead ?? next(known));
    ahead = undefined;
    if (prepared === undefined) return { outcome: "at-head", at: from };

    if (!(await write(known, prepared))) {
      forget();
      return { outcome: "lost" };
    }
    known = prepared.calendarBefore === undefined ? prepared.known : withParked(prepared);
    // An empty read-ahead was true when it was made, and a failed one may pass: ask again next time.
    if ((await settled(ahead)) === undefined) ahead = undefined;
    return { outcome: "advanced", from, to: prepared.known.position };
  };

  return {
    step: async () => {
      try {
        return await step();
      } catch (error) {
        forget();
        throw error;
      }
    },
  };
}

// A young table has no statistics that would tell the planner to go to the rows by their key.
const BEGIN = [
  "begin",
  "set local enable_hashjoin = off",
  "set local enable_mergejoin = off",
  "set local enable_seqscan = off",
  // What a crash of the server takes back it takes back whole, checkpoint included: it is projected again.
  "set local synchronous_commit = off",
].join("; ");

async function settled<T>(promise: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await promise;
  } catch {
    return undefined;
  }
}

/** Deriving again may have parked more cases than the batch's own. */
function withParked({ known, change }: Prepared): Known {
  const parked = change.parked.map(({ kind, subject }) => caseKey(kind, subject));
  return { ...known, parked: new Set([...known.parked, ...parked]) };
}

/** What is known at the stored checkpoint; makes the checkpoint when the ledger has none yet. */
async function resume(db: Pool, ledger: LedgerId): Promise<Known> {
  const position = (await checkpoint(db, ledger)) ?? 0n;
  const records = await readKinds(db, ledger, ["record"], position);
  const { rows } = await db.query<{ kind: string; subject: string }>(
    "select kind, subject from parked where ledger = $1",
    [ledger],
  );
  const { rows: built } = await db.query<{ generation: string }>("select generation from projection");
  return {
    position,
    generation: built[0]?.generation ?? "",
    reference: await readReference(db, ledger, position),
    retracted: new Set(records.map(({ subject }) => subject)),
    parked: new Set(rows.map(({ kind, subject }) => caseKey(kind, subject))),
  };
}

/** The position up to which the board holds a ledger; `undefined` before its first event. */
export async function checkpoint(db: Queryable, ledger: LedgerId): Promise<bigint | undefined> {
  const { rows } = await db.query<{ position: string }>("select position from checkpoint where ledger = $1", [
    ledger,
  ]);
  return rows[0] === undefined ? undefined : BigInt(rows[0].position);
}

/** Moves the checkpoint, unless another projector did or another building of the board took this one's place. */
async function advance(
  client: PoolClient,
  ledger: LedgerId,
  { position: from, generation }: Known,
  to: bigint,
  { rules, zone }: Pick<ProjectionOptions, "rules" | "zone">,
): Promise<boolean> {
  if (from === 0n) {
    await client.query(
      "insert into checkpoint (ledger, position, rule_set, time_zone) values ($1, 0, $2, $3) on conflict (ledger) do nothing",
      [ledger, rules.version, zone.name],
    );
  }
  const { rowCount } = await client.query(
    `update checkpoint set position = $3, rule_set = $4, time_zone = $5
      where ledger = $1 and position = $2 and exists (select from projection where generation = $6)`,
    [ledger, from, to, rules.version, zone.name, generation],
  );
  return rowCount === 1;
}

async function writeReferenceSteps(
  client: PoolClient,
  ledger: LedgerId,
  positions: readonly bigint[],
): Promise<void> {
  if (positions.length === 0) return;
  await client.query("insert into reference_step (ledger, position) select $1, unnest($2::bigint[])", [
    ledger,
    positions,
  ]);
}

const CASES_AT_ONCE = 1_000;

/** Derives again every clock whose walk may have met a day of a year whose arrangement changed. */
async function rederiveAll(
  client: PoolClient,
  ledger: LedgerId,
  prepared: Prepared,
  before: World,
): Promise<void> {
  const { world, change, known } = prepared;
  const years = changedYears(before, world);
  const { rows } = await client.query<{ kind: CaseKind; subject: string }>(
    `select distinct split_part(clock.kind, '.', 1) as kind, subject
       from clock, unnest($2::date[], $3::date[]) as year (first, last)
      where ledger = $1 and known_to is null and outcome <> 'rated'
        and start_day < year.last and (due_day is null or due_day >= year.first)`,
    [ledger, years.map((year) => yearSpan(year).first), years.map((year) => yearSpan(year).last)],
  );
  // A case that the same event retracted a fact of was followed already, under the new calendar.
  const followed = prepared.followed;
  const affected = rows.filter(({ kind, subject }) => !followed.has(caseKey(kind, subject)));
  for (let from = 0; from < affected.length; from += CASES_AT_ONCE) {
    const chunk = affected.slice(from, from + CASES_AT_ONCE);
    const wanted = chunk.flatMap(({ kind, subject }) => [
      { kind, subject },
      { kind: "record", subject },
    ]);
    const factsOf = new Map<string, CaseFact[]>();
    for (const fact of await readHistories(client, ledger, wanted, known.position)) {
      const key = caseKey(fact.kind, fact.subject);
      const facts = factsOf.get(key) ?? [];
      facts.push(fact);
      factsOf.set(key, facts);
    }
    for (const { kind, subject } of chunk) {
      const own = factsOf.get(caseKey(kind, subject)) ?? [];
      const facts = [...own, ...(factsOf.get(caseKey("record", subject)) ?? [])];
      rederive(kind, subject, facts, before, world, known.position, change);
    }
  }
}

function changedYears(before: World, after: World): readonly number[] {
  const held = new Set(before.calendar.versions);
  const holds = new Set(after.calendar.versions);
  const changed = [
    ...after.calendar.versions.filter((version) => !held.has(version)),
    ...before.calendar.versions.filter((version) => !holds.has(version)),
  ];
  return [...new Set(changed.map((version) => Number(/^cn-(\d+)@/u.exec(version)?.[1])))];
}
