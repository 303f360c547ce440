import { open } from "node:fs/promises";
import { type Message, textOf } from "./message.js";

/** Where text goes; it answers when there is room for more. */
export type Write = (text: string) => Promise<void>;

const CHUNK = 256 * 1024;

/** Writes messages, one a line; answers how many characters that were. */
export async function writeLines(
  messages: Iterable<Message>,
  source: string,
  write: Write,
  onWritten: () => void = () => undefined,
): Promise<number> {
  let written = 0;
  let chunk = "";
  const flush = async (): Promise<void> => {
    written += chunk.length;
    await write(chunk);
    chunk = "";
    onWritten();
  };
  for (const message of messages) {
    chunk += `${textOf(message, source)}\n`;
    if (chunk.length >= CHUNK) await flush();
  }
  if (chunk !== "") await flush();
  return written;
}

/** Runs `work` with a file to write to, made anew. */
export async function withFile<T>(path: string, work: (write: Write) => Promise<T>): Promise<T> {
  const file = await open(path, "w");
  try {
    return await work((text) => file.writeFile(text));
  } finally {
    await file.close();
  }
}
