import { spawn } from "node:child_process";
import { once } from "node:events";

/** kcat taking messages for one topic, as another team's program would send them. */
export interface Kcat {
  readonly send: (messages: readonly { readonly key: string; readonly value: string }[]) => Promise<void>;
  /** Resolves when the brokers have acknowledged all. */
  readonly end: () => Promise<void>;
}

/** Starts it; each message once, whatever becomes of the brokers meanwhile. Values are of one line. */
export function kcat(bootstrap: string, topic: string): Kcat {
  const child = spawn(
    "kcat",
    [
      // -E: brokers that are away are no reason to end.
      ...[
        "-P",
        "-E",
        "-b",
        bootstrap,
        "-t",
        topic,
        "-K",
        "\t",
        "-H",
        "content-type=application/cloudevents+json",
      ],
      ...["-X", "enable.idempotence=true", "-X", "partitioner=murmur2_random", "-X", "linger.ms=20"],
    ],
    { stdio: ["pipe", "ignore", "pipe"] },
  );
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  const ended = once(child, "exit");
  return {
    send: async (messages) => {
      const text = messages.map(({ key, value }) => `${key}\t${value}\n`).join("");
      if (text !== "" && !child.stdin.write(text)) await once(child.stdin, "drain");
    },
    end: async () => {
      child.stdin.end();
      const [code] = await ended;
      if (code !== 0) throw new Error(`kcat ended with ${code}: ${said}`);
    },
  };
}

/** Every record of a topic, as lines of a kcat format. */
export async function readAll(bootstrap: string, topic: string, format: string): Promise<readonly string[]> {
  const child = spawn(
    "kcat",
    ["-C", "-q", "-e", "-b", bootstrap, "-t", topic, "-o", "beginning", "-f", format],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  await once(child, "close");
  return said.split("\n").filter((line) => line !== "");
}
