/** Why a request was not answered. `status` 0: the service could not be reached. */
export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The problem a response tells (RFC 9457), or its status alone when it tells none. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  const { code, detail } = (body ?? {}) as { readonly code?: unknown; readonly detail?: unknown };
  return new Problem(
    response.status,
    typeof code === "string" ? code : "unknown",
    typeof detail === "string" ? detail : `HTTP ${response.status}`,
  );
}
