import { readConfig } from "@anshi/runtime";

/** The configuration as this process reads it, as text or JSON; secrets are masked. */
export function configText(env: Readonly<Record<string, string | undefined>>, json: boolean): string {
  const rows = readConfig(env).describe();
  if (json) return `${JSON.stringify(rows, null, 2)}\n`;
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows
    .map(({ name, value, origin, meaning }) => {
      const from = origin === "default" ? "" : "  (from the environment)";
      return `${name.padEnd(width)}  ${value ?? "–"}${from}\n${" ".repeat(width)}  ${meaning}\n`;
    })
    .join("");
}
