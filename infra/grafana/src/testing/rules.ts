import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** A rule of Prometheus: an alert, or what is recorded under a name. */
export interface Rule {
  readonly file: string;
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const directory = fileURLToPath(new URL("../../../prometheus/rules/", import.meta.url));

/** Every rule there is. */
export function rulesOfPrometheus(): readonly Rule[] {
  const files = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(".yml")) : [];
  return files.flatMap((file) => {
    const { groups } = parse(readFileSync(`${directory}${file}`, "utf8")) as {
      readonly groups: readonly { readonly rules: readonly Rule[] }[];
    };
    return groups.flatMap(({ rules }) => rules.map((rule) => ({ ...rule, file })));
  });
}
