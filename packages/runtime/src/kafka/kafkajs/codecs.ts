import kafkajs from "kafkajs";
import { unlz4, unsnap, unzstd } from "../decompress.js";

// kafkajs is CommonJS: Node finds no names in it.
const { CompressionCodecs, CompressionTypes } = kafkajs;

/** A codec that only reads: what Anshi sends is small, and goes as it is. */
function reading(name: string, decompress: (bytes: Buffer) => Buffer) {
  return () => ({
    compress: async () => {
      throw new Error(`${name} is only read`);
    },
    decompress: async (bytes: Buffer) => decompress(bytes),
  });
}

/** Teaches kafkajs to read snappy, lz4 and zstd; gzip it can. */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = reading("snappy", unsnap);
  CompressionCodecs[CompressionTypes.LZ4] = reading("lz4", unlz4);
  CompressionCodecs[CompressionTypes.ZSTD] = reading("zstd", unzstd);
}
