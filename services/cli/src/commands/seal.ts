import { writeFile } from "node:fs/promises";
import {
  CannotSeal,
  readKeyFile,
  readPublicKeyFile,
  readSeal,
  type Seal,
  sealHead,
  sealJson,
} from "@anshi/ledger";
import type { Context } from "../context.js";
import { Failure, reasonOf, WrongUse } from "../failure.js";
import { ledgerIn } from "../http/ledger-item.js";
import { getJson, send } from "../http/request.js";
import { type Service, serviceOf } from "../http/service.js";
import type { CommandDefinition } from "../program.js";
import { renderTable } from "../view/table.js";
import { localTimes } from "../view/zoned.js";
import { telling } from "./keys.js";
import { wholeNumber } from "./numbers.js";
import { openOwnPool } from "./own-pool.js";

interface SealOptions {
  readonly ledger?: string;
  readonly nextKey?: string;
  readonly keyLost?: true;
  readonly keyFile?: string;
  readonly dataDir?: string;
  readonly save?: string;
  readonly json?: true;
}

/** `anshi seal`: signs the ledger's head now. */
export const sealCommand: CommandDefinition = (program, context) => {
  program
    .command("seal")
    .description("seal the ledger's head now; the last seal when nothing came since")
    .option("--ledger <id>", "the ledger (default: the service's; with --key-file: ANSHI_LEDGER)")
    .option("--next-key <file>", "announce the public key of the seals to come, before the key is changed")
    .option("--key-lost", "the key before is lost, so that nothing announced the one in use")
    .option(
      "--key-file <file>",
      "sign here with this key, where the service has none; opens the database itself",
    )
    .option(
      "--data-dir <directory>",
      "with --key-file: of the running service, unless ANSHI_DATABASE_URL is set",
    )
    .option("--save <file>", "write the seal to a file, to be kept elsewhere")
    .option("--json", "the seal as JSON")
    .action(async (options: SealOptions) => {
      const nextKey =
        options.nextKey === undefined ? undefined : await telling(readPublicKeyFile(options.nextKey));
      const asked: Asked = {
        ...(nextKey === undefined ? {} : { nextKey }),
        ...(options.keyLost === undefined ? {} : { keyLost: true }),
      };
      const seal =
        options.keyFile === undefined
          ? await sealThere(options, asked, context)
          : await sealHere(options.keyFile, options, asked, context);
      if (options.save !== undefined) await save(options.save, seal);
      const { number, ledger, count, sealedAt, key, nextKey: next } = seal;
      const at = localTimes(context.env).at(new Date(sealedAt).toISOString());
      context.print(
        options.json
          ? sealJson(seal)
          : [
              `Seal ${number} of ledger ${ledger} covers ${count} events, as of ${at}.`,
              `key ${key}`,
              ...(next === null ? [] : [`next key ${next}`]),
            ].join("\n"),
      );
    });
};

interface Asked {
  readonly nextKey?: string;
  readonly keyLost?: true;
}

async function sealThere({ ledger }: SealOptions, asked: Asked, context: Context): Promise<Seal> {
  const service = serviceOf(context.env, undefined);
  const { body } = await send(service, `/v1/ledgers/${await ledgerOf(service, ledger)}/seals`, asked);
  return sealIn(body);
}

async function sealHere(file: string, options: SealOptions, asked: Asked, context: Context): Promise<Seal> {
  const database = await openOwnPool("seal", options, context);
  const ledger = database.ledger(options.ledger);
  const key = await telling(readKeyFile(file));
  try {
    return (await sealHead({ database: { url: database.url }, ledger, key, ...asked })).seal;
  } catch (error) {
    throw error instanceof CannotSeal ? new Failure(error.message) : error;
  }
}

interface SealsOptions {
  readonly ledger?: string;
  readonly limit: number;
  readonly save?: string;
  readonly json?: true;
}

/** `anshi seals`: the seals there are. */
export const sealsCommand: CommandDefinition = (program, context) => {
  program
    .command("seals")
    .description("the seals of a ledger, the newest first")
    .option("--ledger <id>", "the ledger asked (default: the service's)")
    .option("--limit <n>", "how many", wholeNumber(1, 1_000), 20)
    .option("--save <file>", "write the last seal to a file, to be kept elsewhere")
    .option("--json", "the service's answer as it is")
    .action(async ({ limit, json, ...options }: SealsOptions) => {
      const service = serviceOf(context.env, undefined);
      const ledger = await ledgerOf(service, options.ledger);
      const body = await getJson(service, `/v1/ledgers/${ledger}/seals`, { limit: String(limit) });
      const items = (body as { readonly items?: readonly unknown[] }).items ?? [];
      if (options.save !== undefined) {
        if (items[0] === undefined) throw new Failure("nothing is sealed yet; `anshi seal` seals");
        await save(options.save, sealIn(items[0]));
      }
      if (json) context.print(JSON.stringify(body));
      else context.print(table(items.map(sealIn), localTimes(context.env)));
    });
};

function table(seals: readonly Seal[], times: ReturnType<typeof localTimes>): string {
  const columns = [
    { name: "seal", align: "right" },
    { name: "position", align: "right" },
    { name: "sealed" },
    { name: "root" },
    { name: "key" },
  ] as const;
  return renderTable(
    columns,
    seals.map(({ number, position, sealedAt, root, key, nextKey }) => [
      String(number),
      String(position),
      times.at(new Date(sealedAt).toISOString()),
      `${root.slice(0, 16)}…`,
      nextKey === null ? `${key.slice(0, 12)}…` : `${key.slice(0, 12)}… → ${nextKey.slice(0, 12)}…`,
    ]),
  );
}

/** A ledger's name in an address: the one asked for, or the service's own. Rejects with `WrongUse` for one that there is not. */
async function ledgerOf(service: Service, given: string | undefined): Promise<string> {
  const own = ledgerIn(await getJson(service, "/v1/ledgers", {}), given ?? null);
  if (own !== undefined) return own.ledger;
  throw given === undefined
    ? new Failure("the answer names no ledger; does ANSHI_URL name an Anshi service?")
    : new WrongUse(`--ledger: ${given} holds no event`);
}

function sealIn(body: unknown): Seal {
  const seal = readSeal(body);
  if (seal === undefined)
    throw new Failure("the answer is no seal, or one that was altered: `anshi verify` tells");
  return seal;
}

async function save(file: string, seal: Seal): Promise<void> {
  try {
    await writeFile(file, `${sealJson(seal)}\n`);
  } catch (error) {
    throw new Failure(`${file} cannot be written: ${reasonOf(error)}`);
  }
}
