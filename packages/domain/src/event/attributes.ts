import { parseInstant } from "../time/index.js";
import { type Fault, fault } from "./rejection.js";
import { instantText, isAtMost, jsonType, plainText, uriReference } from "./text.js";

/** The attributes of a message that are stored, checked by `attributeFaults`. */
export interface Attributes {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype?: string;
}

/** The source of what the system itself records; it is refused at every door, so that nobody takes its ids. */
export const SYSTEM_SOURCE = "urn:anshi:system";

/** What is invented says so: the sources of the demonstration and of simulations. */
export const DEMO_SOURCE = "urn:anshi:demo";
export const SIMULATED_SOURCE = "urn:anshi:simulated";

/** Whether a fact is invented. */
export const isInvented = (source: string): boolean => source === DEMO_SOURCE || source === SIMULATED_SOURCE;

type Message = Readonly<Record<string, unknown>>;

/** Whether a message is a CloudEvent 1.0 at all: its required attributes are there. */
export function envelopeFaults(message: unknown): readonly Fault[] {
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    return [fault("not-cloudevent", "", "the message is not a JSON object")];
  }
  const { specversion, id, source, type } = message as Message;
  const faults: Fault[] = [];
  if (specversion !== "1.0") faults.push(fault("not-cloudevent", "/specversion", 'expected "1.0"'));
  for (const [name, value] of Object.entries({ id, source, type })) {
    if (value === undefined) faults.push(fault("not-cloudevent", `/${name}`, "this attribute is required"));
  }
  return faults;
}

/** What is wrong with the attributes (CloudEvents 1.0.2 §3, events.md). */
export function attributeFaults(message: Message, latest: number): readonly Fault[] {
  const faults: Fault[] = [];
  const invalid = (name: string, expected: string): void => {
    faults.push(fault("invalid-attribute", `/${name}`, `expected ${expected}`));
  };
  const { id, source, subject, time, datacontenttype } = message;
  if (!isText(id, 128)) invalid("id", "1 to 128 characters, no control characters");
  if (!isText(source, 256) || !uriReference.test(source))
    invalid("source", "a URI reference of 1 to 256 characters");
  else if (source === SYSTEM_SOURCE) invalid("source", "another source: this one is the system's own");
  if (!isText(subject, 128)) invalid("subject", "1 to 128 characters, no control characters");
  if (datacontenttype !== undefined && !(isText(datacontenttype, 128) && jsonType.test(datacontenttype))) {
    invalid("datacontenttype", "application/json or none");
  }
  if (message.data_base64 !== undefined) invalid("data_base64", "JSON in data instead");
  const instant = typeof time === "string" && instantText.test(time) ? parseInstant(time) : undefined;
  if (instant === undefined) {
    invalid("time", "an instant of RFC 3339 with offset and at most 6 fractional digits");
  } else if (instant > latest) {
    faults.push(
      fault("time-in-future", "/time", "the time lies further ahead of the server's than is allowed"),
    );
  }
  return faults;
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === "string" && value.length >= 1 && isAtMost(value, longest) && plainText.test(value);
}
