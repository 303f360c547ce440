import { unzipSync, zipSync } from "fflate";

/** The members of an archive, by name. */
export type Members = ReadonlyMap<string, Uint8Array>;

/** A zip archive that is the same bytes whenever and wherever the same members are packed. */
export function zip(members: Members): Buffer {
  // A zip's own times are local ones, and are read as such.
  const mtime = new Date(1980, 0, 1);
  return Buffer.from(zipSync(Object.fromEntries(members), { mtime, level: 9 }));
}

/**
 * The members of a zip archive; `undefined` when it is none, says that it holds more than `most` bytes, or holds two members of one
 * name, of which people and programs might each read another.
 */
export function unzip(archive: Uint8Array, most: number): Members | undefined {
  let size = 0;
  const seen = new Set<string>();
  try {
    const members = unzipSync(archive, {
      filter: ({ name, originalSize }) => {
        size += originalSize;
        if (size > most || seen.has(name)) throw new RangeError("too large, or twice the same name");
        seen.add(name);
        return true;
      },
    });
    return new Map(Object.entries(members));
  } catch {
    return undefined;
  }
}
