/** What `POST /v1/events` answers. */
export interface IntakeAnswer {
  readonly ledger: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly position: string;
  readonly rejected: readonly {
    readonly index: number;
    readonly code: string;
    readonly message: string;
    readonly path: string;
  }[];
}

/** Posts a batch; fails on anything but 200. */
export async function post(url: string, events: readonly object[], ledger?: string): Promise<IntakeAnswer> {
  const response = await fetch(`${url}/v1/events${ledger === undefined ? "" : `?ledger=${ledger}`}`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events),
  });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as IntakeAnswer;
}

/** Gets JSON; fails on anything but 200. */
export async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, signal === undefined ? {} : { signal });
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** A figure of the board, as far as tests look at it. */
export interface Figure {
  readonly measure: string;
  readonly unit: string;
  readonly kept: number;
  readonly late: number;
  readonly overdue: number;
  readonly pending: number;
  readonly counted: number;
  readonly rate: number | null;
  readonly met: boolean | null;
  readonly lateBudget: number | null;
}

/** The board of one measure and unit. */
export async function figure(url: string, query: Readonly<Record<string, string>>): Promise<Figure> {
  const board = await get<{ measures: readonly Figure[] }>(`${url}/v1/board?${new URLSearchParams(query)}`);
  const [first] = board.measures;
  if (first === undefined) throw new Error("the board is empty");
  return first;
}

/** Waits until the board has come to the ledger's position. */
export async function projected(url: string, ledger: string, position: bigint): Promise<void> {
  for (;;) {
    const board = await get<{ knownAt: { position: string } }>(
      `${url}/v1/board?${new URLSearchParams({ ledger, measure: "19.1", unit: ledger })}`,
    );
    if (BigInt(board.knownAt.position) >= position) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Splits a list into runs of at most `size`. */
export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

/** Repeatable numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A shuffled copy. */
export function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}
