import { forgetConsumed } from "@anshi/ledger";
import { type Config, openLog, readConfig, StartFailure } from "@anshi/runtime";
import {
  type KafkaAdapter,
  type KafkaConnection,
  KafkaFailure,
  kafkaAdapter,
  kafkaConnection,
  kafkaTopics,
  type TopicFound,
  type TopicPlan,
} from "@anshi/runtime/kafka";
import type { Context } from "../context.js";
import { Failure } from "../failure.js";
import type { CommandDefinition } from "../program.js";
import { renderTable } from "../view/table.js";
import { wholeNumber } from "./numbers.js";
import { dataDirOption } from "./options.js";
import { openOwnPool } from "./own-pool.js";

const DAY_MS = 86_400_000;
const FOR_EVER = -1;
const PARTITIONS = 12;
const RETENTION_DAYS = 30;

/** The topics as they should be: rejections and seals are few, and seals are kept for good. */
export function topicPlans(
  config: Config,
  { partitions = PARTITIONS, retentionDays = RETENTION_DAYS, replication }: PlanOptions = {},
): readonly TopicPlan[] {
  const { incoming, rejected, seals } = kafkaTopics(config);
  const copies = replication === undefined ? {} : { replication };
  const retentionMs = retentionDays * DAY_MS;
  return [
    ...incoming.map((topic) => ({ topic, partitions, retentionMs, ...copies })),
    { topic: rejected, partitions: 1, retentionMs: 3 * retentionMs, ...copies },
    { topic: seals, partitions: 1, retentionMs: FOR_EVER, ...copies },
  ];
}

interface PlanOptions {
  readonly partitions?: number;
  readonly retentionDays?: number;
  readonly replication?: number;
}

/** The configured connection. Throws Failure. */
export function connectionOf(context: Context): {
  readonly config: Config;
  readonly connection: KafkaConnection;
  readonly kafka: KafkaAdapter;
} {
  try {
    const config = readConfig(context.env);
    const connection = kafkaConnection(config);
    if (connection === undefined)
      throw new Failure("ANSHI_KAFKA_BROKERS is not set; set it to host:port of the brokers");
    return { config, connection, kafka: kafkaAdapter(config) };
  } catch (error) {
    if (error instanceof StartFailure) throw new Failure(error.message);
    throw error;
  }
}

/** A KafkaFailure as one that is told in a line. */
export async function telling<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof KafkaFailure ? new Failure(error.message) : error;
  }
}

/** `anshi kafka`: the topics, and how far they were read. */
export const kafkaCommand: CommandDefinition = (program, context) => {
  const command = program.command("kafka").description("the topics that events are taken from");
  command
    .command("init")
    .description("make the topics that are missing, and say how each is")
    .option("--partitions <n>", "of each topic that events come from", wholeNumber(1, 1_000), PARTITIONS)
    .option("--retention-days <n>", "how long messages stay", wholeNumber(1, 36_500), RETENTION_DAYS)
    .option("--replication <n>", "copies of each partition (default: the brokers' own)", wholeNumber(1, 15))
    .option("--json", "as JSON")
    .action(async ({ json, ...options }: PlanOptions & { readonly json?: true }) => {
      const { config, connection, kafka } = connectionOf(context);
      const plans = topicPlans(config, options);
      const found = await telling(kafka.ensureTopics(connection, plans, openLog("silent")));
      context.print(json ? JSON.stringify(found) : renderTopics(plans, found));
    });
  command
    .command("forget")
    .description("read a topic from its start again, as after it was made anew; what is known is recognised")
    .argument("<topic>", "its name")
    .option("--ledger <id>", "the ledger (default: ANSHI_LEDGER)")
    .addOption(dataDirOption())
    .action(async (topic: string, options: { readonly ledger?: string; readonly dataDir?: string }) => {
      const database = await openOwnPool("kafka", options, context);
      const ledger = database.ledger(options.ledger);
      const pool = database.openPool("public");
      try {
        const forgotten = await forgetConsumed(pool, ledger, topic);
        if (forgotten === 0) throw new Failure(`nothing of ${topic} was ever read into ledger ${ledger}`);
        context.print(`${topic}: ${forgotten} partition(s) will be read from their start.`);
      } finally {
        await pool.end();
      }
    });
};

function renderTopics(plans: readonly TopicPlan[], found: readonly TopicFound[]): string {
  const days = (milliseconds: number): string =>
    milliseconds === FOR_EVER ? "for ever" : `${milliseconds / DAY_MS} days`;
  const rows = found.map((topic, index) => {
    const plan = plans[index];
    const differs = [
      ...(plan !== undefined && plan.partitions !== topic.partitions ? [`not ${plan.partitions}`] : []),
      ...(plan !== undefined && plan.retentionMs !== topic.retentionMs
        ? [`not ${days(plan.retentionMs)}`]
        : []),
    ];
    return [
      topic.topic,
      String(topic.partitions),
      String(topic.replication ?? ""),
      days(topic.retentionMs),
      topic.made ? "made" : ["was there", ...differs].join(", "),
    ];
  });
  const columns = [
    { name: "topic" },
    ...["partitions", "copies", "kept"].map((name) => ({ name, align: "right" }) as const),
    { name: "" },
  ];
  return renderTable(columns, rows);
}
