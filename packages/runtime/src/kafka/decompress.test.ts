import snappy from "snappyjs";
import { expect, it } from "vitest";
import { unsnap } from "./decompress.js";

const block = (text: string): Buffer => {
  const bytes = Buffer.from(snappy.compress(Buffer.from(text)));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

it("reads snappy as it is", () => {
  expect(String(unsnap(Buffer.from(snappy.compress(Buffer.from("举报举报举报")))))).toBe("举报举报举报");
});

it("reads snappy in the blocks of the JVM's library", () => {
  const header = Buffer.concat([
    Buffer.from([0x82]),
    Buffer.from("SNAPPY\0"),
    Buffer.from([0, 0, 0, 1, 0, 0, 0, 1]),
  ]);
  expect(String(unsnap(Buffer.concat([header, block("投诉"), block("举报".repeat(100))])))).toBe(
    `投诉${"举报".repeat(100)}`,
  );
});
