import { readFileSync } from "node:fs";
import type { Variable } from "./variables/variable.js";

/** A variable's text and where it comes from. */
export interface Given {
  /** `null`: unset. */
  readonly value: string | null;
  readonly origin: "default" | "environment" | "file";
}

/** The variable that may name a file holding a secret, as containers are given theirs; `null` for what is no secret. */
export function fileVariable({ name, secret }: Variable): string | null {
  return secret === true ? `${name}_FILE` : null;
}

/**
 * What the environment gives a variable: its text, the trimmed text of the file that `…_FILE` names, or its default. Nothing in either
 * is the same as neither: a file may be there for what is not used.
 */
export function givenValue(
  variable: Variable,
  env: Readonly<Record<string, string | undefined>>,
): Given | { readonly fault: string } {
  const text = env[variable.name] ?? "";
  const fileName = fileVariable(variable);
  const path = fileName === null ? "" : (env[fileName] ?? "");
  if (path !== "" && text !== "")
    return { fault: `${variable.name} and ${fileName} are both set; unset one` };
  if (text !== "") return { value: text, origin: "environment" };
  if (path === "") return { value: variable.fallback, origin: "default" };
  try {
    const held = readFileSync(path, "utf8").trim();
    return held === "" ? { value: variable.fallback, origin: "default" } : { value: held, origin: "file" };
  } catch {
    return { fault: `${fileName}: the file cannot be read` };
  }
}
