import { BOARD_SETTINGS } from "@anshi/board";
import { type LedgerId, ledgerId } from "@anshi/ledger";
import { type Config, embeddedUrl, openLog, openPool, readConfig, StartFailure } from "@anshi/runtime";
import type { Pool } from "pg";
import type { Context } from "../context.js";
import { Failure, reasonOf, WrongUse } from "../failure.js";

/** For the few commands that open the database themselves. */
export interface OwnPool {
  readonly config: Config;
  /** Of the database, as its tables' owner. */
  readonly url: string;
  /** Connections of the tables' owner, with this schema in their path. */
  readonly openPool: (schema: string) => Pool;
  /** The ledger of a name; default: ANSHI_LEDGER. Throws WrongUse. */
  readonly ledger: (given: string | undefined) => LedgerId;
}

/** The database of a running service: of a data directory, or the one that ANSHI_DATABASE_URL names. Throws Failure. */
export async function openOwnPool(
  name: string,
  { dataDir }: { readonly dataDir?: string },
  context: Context,
): Promise<OwnPool> {
  try {
    const config = readConfig({
      ...context.env,
      ...(dataDir === undefined ? {} : { ANSHI_DATA_DIR: dataDir }),
    });
    const given = dataDir === undefined ? config.optional("ANSHI_DATABASE_URL") : undefined;
    const directory = config.text("ANSHI_DATA_DIR");
    const url = given ?? (await embeddedUrl(directory));
    if (url === undefined)
      throw new Failure(`no PostgreSQL runs in ${directory}; start anshi there, or set ANSHI_DATABASE_URL`);
    const log = openLog("silent");
    const open = (schema: string): Pool =>
      openPool({ url, name: `anshi ${name}`, schema, settings: BOARD_SETTINGS, max: 4, log });
    const probe = open("public");
    try {
      await probe.query("select 1");
    } catch (error) {
      throw new Failure(`the database cannot be reached (${reasonOf(error)}); check ANSHI_DATABASE_URL`);
    } finally {
      await probe.end();
    }
    return {
      ...{ config, url, openPool: open },
      ledger: (given) => {
        const id = ledgerId(given ?? config.text("ANSHI_LEDGER"));
        if (id === undefined) throw new WrongUse("--ledger: 1 to 64 characters of 0-9 A-Z a-z _ -");
        return id;
      },
    };
  } catch (error) {
    if (error instanceof StartFailure) throw new Failure(error.message);
    throw error;
  }
}
