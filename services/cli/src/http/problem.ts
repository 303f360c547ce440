/** An RFC 9457 problem in one readable line; of any other body the status alone. */
export function problemText(status: number, body: string): string {
  const problem = parsed(body);
  const title = text(problem.title) ?? `the service answered ${status}`;
  const detail = text(problem.detail);
  const code = text(problem.code) ?? String(status);
  return `${title}${detail === undefined ? "" : `: ${detail}`} [${code}]`;
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Texts of a server go to a terminal: line breaks and control characters do not. */
function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value.replace(/[\p{Cc}\s]+/gu, " ") : undefined;
}
