import { DAY_MS, parseDay, SIMULATED_SOURCE } from "@anshi/domain";
import { openLog } from "@anshi/runtime";
import { kafkaTopics } from "@anshi/runtime/kafka";
import { Option } from "commander";
import type { Context } from "../context.js";
import { Failure, reasonOf, WrongUse } from "../failure.js";
import { serviceOf } from "../http/service.js";
import { type Meter, meterFor } from "../import/meter.js";
import type { CommandDefinition } from "../program.js";
import { type Delivered, deliverMessages } from "../simulate/deliver.js";
import type { Message } from "../simulate/message.js";
import type { SimulationOptions } from "../simulate/options.js";
import { refuseReal } from "../simulate/refuse-real.js";
import { simulate } from "../simulate/simulate.js";
import { Tally } from "../simulate/summary.js";
import { sendToKafka } from "../simulate/to-kafka.js";
import { REAL_UNITS } from "../simulate/units.js";
import { withFile, writeLines } from "../simulate/write-lines.js";
import { renderSimulation } from "../view/simulation-table.js";
import { connectionOf, telling } from "./kafka.js";
import { date, share, wholeNumber } from "./numbers.js";

interface Options {
  readonly cases: number;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly units: number;
  readonly lateEntry: number;
  readonly duplicates: number;
  readonly corrections: number;
  readonly bad: number;
  readonly shuffle: number;
  readonly out?: string;
  readonly kafka?: true;
  readonly ledger?: string;
  readonly amongReal?: true;
  readonly batch: number;
  readonly concurrency: number;
  readonly rate?: number;
  readonly retrySeconds: number;
  readonly quiet?: true;
  readonly json?: true;
}

/** `anshi simulate`: invented histories, to a file or to the service (docs/cli.md). */
export const simulateCommand: CommandDefinition = (program, context, exit) => {
  program
    .command("simulate")
    .description("make invented case histories, as orderly or disorderly as asked, into a file or the ledger")
    .option("--cases <n>", "how many cases", wholeNumber(0, 100_000_000), 10_000)
    .option("--seed <n>", "the same seed and options give the same bytes", wholeNumber(0, 4_294_967_295), 1)
    .addOption(dated("--from <date>", "first day on which cases come in", "2025-01-01"))
    .addOption(dated("--to <date>", "last one; later nothing happens", "2025-12-31"))
    .option("--units <n>", "units that hold cases", wholeNumber(1, 5_000), REAL_UNITS)
    .option("--late-entry <share>", "share of the events recorded days after they happened", share, 0)
    .option("--duplicates <share>", "share of the events sent twice", share, 0)
    .option(
      "--corrections <share>",
      "share of the events entered wrongly, retracted, entered again",
      share,
      0,
    )
    .option("--bad <share>", "messages that must be refused, as a share of the events", share, 0)
    .option(
      "--shuffle <n|all>",
      "draw from so many messages at random instead of in order of arrival",
      window,
      0,
    )
    .option("--out <file>", "write CloudEvents, one a line; - is stdout (default: send them to ANSHI_URL)")
    .addOption(
      new Option(
        "--kafka",
        "send them to the topics of ANSHI_KAFKA_BROKERS (make those with `anshi kafka init`)",
      ).conflicts(["out", "ledger", "concurrency", "retrySeconds"]),
    )
    .option("--ledger <id>", "the ledger to send to (default: the service's)")
    .option("--among-real", "also into a ledger that holds real cases; they cannot be told to leave again")
    .option("--batch <n>", "events a request", wholeNumber(1, 5_000), 500)
    .option("--concurrency <n>", "requests at once; more than one disturbs the order", wholeNumber(1, 64), 1)
    .option("--rate <n>", "messages a second at most", wholeNumber(1, 10_000_000))
    .option("--retry-seconds <n>", "how long to go on without an answer", wholeNumber(0, 86_400), 60)
    .option("--quiet", "no progress")
    .option("--json", "the summary as JSON")
    .action(async (options: Options) => {
      const simulation = simulationOf(options);
      const tally = new Tally();
      const began = context.now();
      const meter = meterFor("simulate", options.quiet === true, context);
      const counted = counting(simulate(simulation), tally, (arrivesAt) => {
        const done = Math.max(0, arrivesAt / DAY_MS - simulation.first);
        return { done, total: simulation.last + 1 - simulation.first };
      });
      const update = (): void => meter.update(tally.messages, tally.messages, counted.soFar());
      const delivered = await (options.kafka
        ? toKafka(counted.messages, simulation, options, context, update)
        : options.out === undefined
          ? sent(counted.messages, simulation, options, context, meter, update)
          : written(counted.messages, simulation, options.out, context, update)
      ).finally(() => meter.stop());
      const seconds = Math.round((context.now() - began) / 100) / 10;
      const summary = tally.summary();
      const text =
        options.json === undefined
          ? [renderSimulation(summary), ...(delivered === null ? [] : [deliveredText(delivered)])].join("\n")
          : JSON.stringify({ ...summary, delivered, seconds });
      // Where the events go to stdout they go there alone.
      if (options.out === "-") context.complain(text);
      else context.print(text);
      exit(delivered === null || delivered.rejected === summary.bad ? 0 : 1);
    });
};

const dated = (flags: string, description: string, fallback: string): Option =>
  new Option(flags, description).argParser(date).default(parseDay(fallback), fallback);

const window = (text: string): number =>
  text === "all" ? Number.POSITIVE_INFINITY : wholeNumber(0, 100_000_000)(text);

function simulationOf(options: Options): SimulationOptions {
  const { cases, seed, from, to, units, lateEntry, duplicates, corrections, bad, shuffle } = options;
  if (to < from) throw new WrongUse("--to lies before --from");
  return {
    ...{ cases, seed, first: from, last: to, units, calendars: true },
    source: SIMULATED_SOURCE,
    subjectPrefix: `SIM-${seed}-`,
    disorder: { lateEntry, duplicates, corrections, bad, shuffle },
  };
}

interface SoFar {
  readonly done: number;
  readonly total: number;
}

/** Messages, counted as they are taken, and how far in time they have come. */
function counting(
  messages: Iterable<Message>,
  tally: Tally,
  place: (arrivesAt: number) => SoFar,
): { readonly messages: Iterable<Message>; readonly soFar: () => SoFar } {
  let last = Number.NEGATIVE_INFINITY;
  const taken = function* (): Generator<Message, void> {
    for (const message of messages) {
      tally.add(message);
      last = message.arrivesAt;
      yield message;
    }
  };
  return { messages: taken(), soFar: () => place(last) };
}

async function written(
  messages: Iterable<Message>,
  { source }: SimulationOptions,
  path: string,
  context: Context,
  update: () => void,
): Promise<null> {
  if (path === "-") await writeLines(messages, source, context.write, update);
  else
    await withFile(path, (write) => writeLines(messages, source, write, update)).catch((error: unknown) => {
      throw new Failure(`${path} cannot be written: ${reasonOf(error)}`);
    });
  return null;
}

async function sent(
  messages: Iterable<Message>,
  { source }: SimulationOptions,
  options: Options,
  context: Context,
  meter: Meter,
  update: () => void,
): Promise<Delivered> {
  const service = serviceOf(context.env, options.ledger);
  const { batch, concurrency, rate, retrySeconds } = options;
  let told = false;
  const onRetry = (reason: string): void => {
    if (!told) meter.say(`${service.url}: ${reason}; trying again for ${retrySeconds} s`);
    told = true;
  };
  const patience = { retryMs: 1000 * retrySeconds, onRetry };
  if (options.amongReal === undefined) await refuseReal(service, patience, context);
  return deliverMessages(messages, { service, source, batch, concurrency, rate, patience }, context, update);
}

/**
 * What becomes of them the ingestor knows: a producer is told only that the brokers have them. What its ledger holds the service knows;
 * it is ANSHI_LEDGER, as for the ingestor, and where that is unset here, the service's own.
 */
async function toKafka(
  messages: Iterable<Message>,
  { source }: SimulationOptions,
  { batch, rate, amongReal }: Options,
  context: Context,
  update: () => void,
): Promise<null> {
  const { config, connection, kafka } = connectionOf(context);
  if (amongReal === undefined) {
    const service = serviceOf(context.env, context.env.ANSHI_LEDGER || undefined);
    await refuseReal(service, { retryMs: 0, onRetry: () => undefined }, context);
  }
  const producer = kafka.producer(connection, "anshi-simulate", openLog("silent"));
  const topics = kafkaTopics(config).incoming;
  await telling(sendToKafka(messages, { producer, topics, source, batch, rate }, context, update)).finally(
    () => producer.stop(),
  );
  return null;
}

function deliveredText({ accepted, duplicates, rejected }: Delivered): string {
  return `sent: ${accepted} accepted, ${duplicates} duplicate, ${rejected} rejected`;
}
