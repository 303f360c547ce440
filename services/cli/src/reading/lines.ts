const NEWLINE = 0x0a;

/** One line of a file, from 1; `bytes` is `null` when it is longer than the limit. */
export interface Line {
  readonly number: number;
  readonly bytes: Buffer | null;
}

/**
 * The lines of a byte stream without their line feeds. A line longer than `limit` bytes is read past, never kept, so that a file
 * without line breaks cannot fill the memory.
 */
export async function* lines(chunks: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Line> {
  let number = 0;
  let held: Buffer[] = [];
  let size = 0;
  const take = (): Line => {
    number += 1;
    const bytes = size > limit ? null : held.length === 1 ? (held[0] ?? null) : Buffer.concat(held);
    held = [];
    size = 0;
    return { number, bytes };
  };
  const hold = (part: Buffer): void => {
    size += part.length;
    if (size > limit) held = [];
    else held.push(part);
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      hold(chunk.subarray(from, at));
      yield take();
      from = at + 1;
    }
    if (from < chunk.length) hold(chunk.subarray(from));
  }
  if (size > 0) yield take();
}
