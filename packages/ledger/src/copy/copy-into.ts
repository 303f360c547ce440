import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import type { ClientBase } from "pg";
import { from } from "pg-copy-streams";

/**
 * Writes rows into a table by binary `COPY`, which costs the server the least; `target` is the table with its columns, in the
 * order in which each row was put, `chunks` what BinaryRows took. What was sent is written while the next chunk is made. Rejects
 * with the database's error, and then nothing of it is written.
 */
export async function copyInto(client: ClientBase, target: string, chunks: Iterable<Buffer>): Promise<void> {
  async function* paced(): AsyncIterable<Buffer> {
    for (const chunk of chunks) {
      yield chunk;
      await setImmediate();
    }
  }
  await pipeline(paced, client.query(from(`copy ${target} from stdin (format binary)`)));
}
