import { type DecodeContext, type Decoded, decodeText, refusal } from "./decode.js";
import { escapePointer } from "./pointer.js";
import { type Fault, fault, LARGEST_MESSAGE, notJson, rejection, tooLarge } from "./rejection.js";

/** A message in binary content mode, as a protocol binding took it apart. */
export interface BinaryMessage {
  /** Attributes by name, without the binding's prefix; bytes are UTF-8. */
  readonly attributes: ReadonlyMap<string, string | Uint8Array>;
  /** The content type of the data: the attribute `datacontenttype`. */
  readonly contentType?: string | Uint8Array | undefined;
  /** The data's bytes; none is no data. */
  readonly data: Uint8Array;
}

/** What became of a message in binary content mode. */
export interface DecodedBinary {
  readonly decoded: Decoded;
  /**
   * Attributes and data as one structured message, to be kept should the event be refused: sent again it decodes alike.
   * Data that is no JSON is in `data_base64`, an attribute that is no UTF-8 in `<name>_base64`, so that no byte is lost.
   */
  readonly bytes: Uint8Array;
}

/**
 * Decodes a message in binary content mode (CloudEvents 1.0.2 §2.1), whatever the protocol: by way of its structured form, so
 * that size and faults are those of structured mode. Never throws; no message shows a value of the input.
 */
export function decodeBinary(message: BinaryMessage, context: DecodeContext): DecodedBinary {
  const { envelope, faults } = readAttributes(message);
  const { data } = message;
  const text = data.length === 0 ? "" : jsonText(data);
  if (text === undefined) {
    const bytes = encode(envelope, `"data_base64":${JSON.stringify(base64(data))}`);
    const first = data.length > LARGEST_MESSAGE ? tooLarge() : notJson();
    return { bytes, decoded: refusal(envelope, rejection(first.faults[0] ?? first, ...faults)) };
  }
  const bytes = encode(envelope, text === "" ? "" : `"data":${text}`);
  const [first, ...more] = faults;
  return {
    bytes,
    decoded: first === undefined ? decodeText(bytes, context) : refusal(envelope, rejection(first, ...more)),
  };
}

function readAttributes({ attributes, contentType, data }: BinaryMessage): {
  readonly envelope: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
} {
  const given = new Map(attributes);
  if (contentType !== undefined) given.set("datacontenttype", contentType);
  // Data comes as data only; beside it an attribute of this name would hide it.
  if (data.length > 0) given.delete("data");
  const faults: Fault[] = [];
  const entries = [...given].map(([name, value]): readonly [string, string] => {
    const text = typeof value === "string" ? value : decodeUtf8(value);
    if (text !== undefined) return [name, text];
    faults.push(fault("invalid-attribute", `/${escapePointer(name)}`, "expected UTF-8"));
    return [`${name}_base64`, base64(value as Uint8Array)];
  });
  return { envelope: Object.fromEntries(entries), faults };
}

/** The structured text: the data's own text is put in as it is, because to parse and write it again could change it. */
function encode(envelope: Readonly<Record<string, string>>, member: string): Uint8Array {
  const head = JSON.stringify(envelope).slice(0, -1);
  const comma = head === "{" || member === "" ? "" : ",";
  return new TextEncoder().encode(`${head}${comma}${member}}`);
}

function jsonText(bytes: Uint8Array): string | undefined {
  const text = decodeUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes at a time: more would be too many arguments for one call. */
const CHUNK = 8_192;

function base64(bytes: Uint8Array): string {
  let latin1 = "";
  for (let from = 0; from < bytes.length; from += CHUNK)
    latin1 += String.fromCharCode(...bytes.subarray(from, from + CHUNK));
  return btoa(latin1);
}
