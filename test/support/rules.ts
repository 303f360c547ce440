import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@anshi/test-postgres/root";
import { parse } from "yaml";

/** A rule of Prometheus as its file has it. */
export interface Rule {
  readonly file: string;
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export const prometheusFiles = join(root, "infra/prometheus");

/** The files of a folder of infra/prometheus, by their whole path. */
export function filesIn(folder: "rules" | "tests"): readonly string[] {
  return readdirSync(join(prometheusFiles, folder)).map((name) => join(prometheusFiles, folder, name));
}

/** Every rule there is. */
export function allRules(): readonly Rule[] {
  return filesIn("rules").flatMap((file) => {
    const { groups } = parse(readFileSync(file, "utf8")) as {
      readonly groups: readonly { readonly rules: readonly Omit<Rule, "file">[] }[];
    };
    return groups.flatMap(({ rules }) => rules.map((rule) => ({ file, ...rule })));
  });
}
