import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { Failure, reasonOf } from "../failure.js";
import type { ReadSoFar } from "./source.js";

/** The bytes of a file, unpacked when its name ends in `.gz`. */
export interface FileBytes {
  readonly chunks: AsyncIterable<Buffer>;
  readonly soFar: () => ReadSoFar;
}

/** Opens a file. Rejects with `Failure` when it cannot be read; so do the chunks when it breaks off. */
export async function openBytes(path: string): Promise<FileBytes> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw new Failure(`${path} cannot be read: ${reasonOf(error)}`);
  });
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  // pipeline's own error reaches the reader through the destroyed stream.
  const stream = path.endsWith(".gz") ? pipeline(file, createGunzip(), () => undefined) : file;
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      yield* stream as AsyncIterable<Buffer>;
    } catch (error) {
      throw new Failure(`${path} cannot be read: ${reasonOf(error)}`);
    } finally {
      file.destroy();
    }
  }
  return { chunks: chunks(), soFar: () => ({ done: file.bytesRead, total: size }) };
}
