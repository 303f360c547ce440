import { readFile, writeFile } from "node:fs/promises";
import { type CheckReport, check } from "@anshi/evidence";
import { readPublicKeyFile } from "@anshi/ledger";
import { Failure, reasonOf, WrongUse } from "../failure.js";
import { fetchFile } from "../http/request.js";
import { serviceOf } from "../http/service.js";
import type { CommandDefinition } from "../program.js";
import { jsonText } from "../view/json.js";
import { telling } from "./keys.js";
import { several } from "./options.js";

interface MakeOptions {
  readonly case?: string;
  readonly figure?: string;
  readonly ledger?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly out?: string;
}

interface CheckOptions {
  readonly publicKey: readonly string[];
  readonly json?: true;
}

/** `anshi evidence`: makes an evidence pack (证据包); `anshi evidence check` checks one offline. */
export const evidenceCommand: CommandDefinition = (program, context, exit) => {
  const command = program
    .command("evidence")
    .description(
      "the evidence pack (证据包) of a case or a published figure; evidence check FILE checks one offline",
    )
    .option("--case <kind/subject>", "a case, such as complaint/C-2026-0001")
    .option("--figure <id>", "a published figure, such as 2026-10.1:19.1:320902")
    .option("--ledger <id>", "the ledger asked (default: the service's)")
    .option(
      "--as-of <instant>",
      "of a case: what had happened by then (default: when the last seal was made)",
    )
    .option(
      "--known-at <position|instant>",
      "of a case: what was known by then (default: what the last seal covers)",
    )
    .option("--out <file>", "where to; default: a name that says what it is, here")
    .action(async (options: MakeOptions) => {
      const path = pathOf(options);
      const { asOf, knownAt } = options;
      const bytes = await fetchFile(serviceOf(context.env, options.ledger), path, { asOf, knownAt });
      const name = (options.case ?? options.figure ?? "").replaceAll(/[^0-9A-Za-z._-]+/gu, "-");
      const file = options.out ?? `${name}.evidence.zip`;
      await writeFile(file, bytes).catch((error: unknown) => {
        throw new Failure(`${file} cannot be written (${reasonOf(error)})`);
      });
      context.print(file);
    });
  command
    .command("check")
    .description("check a pack by itself: no service, no database, no network")
    .argument("<file>", "the pack")
    .option("--public-key <file>", "the key that its seal must be signed with; may be repeated", several, [])
    .option("--json", "the outcome as JSON")
    .action(async (file: string, options: CheckOptions) => {
      const publicKeys = await Promise.all(options.publicKey.map((each) => telling(readPublicKeyFile(each))));
      const bytes = await readFile(file).catch((error: unknown) => {
        throw new Failure(`${file} cannot be read (${reasonOf(error)})`);
      });
      const report = check(bytes, { publicKeys });
      if (options.json) context.print(jsonText(report));
      else for (const line of told(report)) context.print(line);
      if (!report.ok) exit(1);
    });
};

function pathOf({ case: own, figure, asOf, knownAt }: MakeOptions): string {
  if ((own === undefined) === (figure === undefined))
    throw new WrongUse("expected --case KIND/SUBJECT or --figure ID, or evidence check FILE");
  if (figure !== undefined) {
    if (asOf !== undefined || knownAt !== undefined)
      throw new WrongUse("--as-of and --known-at are of a case; a figure has its own");
    const [publication = ""] = figure.split(":");
    return `/v1/publications/${encodeURIComponent(publication)}/figures/${encodeURIComponent(figure)}/evidence`;
  }
  const [, kind, subject] = /^([a-z]+)\/(.+)$/u.exec(own ?? "") ?? [];
  if (kind === undefined || subject === undefined) throw new WrongUse("--case: expected KIND/SUBJECT");
  return `/v1/cases/${kind}/${encodeURIComponent(subject)}/evidence`;
}

function told({ ok, steps }: CheckReport): readonly string[] {
  return [
    ...steps.map((step) => `${step.ok ? "✓" : "✗"} ${step.code.padEnd(10)} ${step.message}`),
    ok ? "This pack holds." : "This pack does NOT hold.",
  ];
}
