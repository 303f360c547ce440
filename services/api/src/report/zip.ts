const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
/** 1 January 1980, 00:00: the first day of a zip's own reckoning. */
const NO_TIME = 0;
const FIRST_DAY = 0x21;

/** A zip archive with the times of its entries set to none, so that the same content is the same bytes (APPNOTE 4.3, no ZIP64). */
export function atNoTime(zip: Buffer): Buffer {
  const fixed = Buffer.from(zip);
  const end = endOf(fixed);
  let at = fixed.readUInt32LE(end + 16);
  for (let entries = fixed.readUInt16LE(end + 10); entries > 0; entries -= 1) {
    if (fixed.readUInt32LE(at) !== ENTRY) throw new Error("the archive's directory cannot be read");
    setTime(fixed, at + 12);
    const local = fixed.readUInt32LE(at + 42);
    if (fixed.readUInt32LE(local) !== LOCAL) throw new Error("an entry of the archive cannot be read");
    setTime(fixed, local + 10);
    at += 46 + fixed.readUInt16LE(at + 28) + fixed.readUInt16LE(at + 30) + fixed.readUInt16LE(at + 32);
  }
  return fixed;
}

function setTime(zip: Buffer, at: number): void {
  zip.writeUInt16LE(NO_TIME, at);
  zip.writeUInt16LE(FIRST_DAY, at + 2);
}

/** Where the end of the directory is told: the last record of the file, before a comment. */
function endOf(zip: Buffer): number {
  for (let at = zip.length - END_BYTES; at >= 0; at -= 1) if (zip.readUInt32LE(at) === END) return at;
  throw new Error("this is no zip archive");
}
