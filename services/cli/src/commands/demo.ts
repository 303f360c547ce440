import { openLog, readConfig, stopOnSignal } from "@anshi/runtime";
import { startDemo } from "../demo/demo.js";
import { serviceOf } from "../http/service.js";
import type { CommandDefinition } from "../program.js";

/** `anshi demo`: what `anshi up --demo` plays, into a service that runs elsewhere, until a signal. */
export const demoCommand: CommandDefinition = (program, context) => {
  program
    .command("demo")
    .description(
      "play the demonstration into the service of ANSHI_URL: a synthetic year, then its cases going on",
    )
    .option("--data-dir <dir>", "where it is kept how far it came (ANSHI_DATA_DIR)")
    .action(({ dataDir }: { readonly dataDir?: string }) => {
      const config = readConfig(context.env);
      const log = openLog(config.text("ANSHI_LOG_LEVEL"));
      const demo = startDemo(
        serviceOf(context.env, undefined),
        dataDir ?? config.text("ANSHI_DATA_DIR"),
        log,
      );
      stopOnSignal([demo], log);
    });
};
