/** One server-sent event. */
export interface ServerEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

/**
 * Reads server-sent events (HTML, "server-sent events") out of text as it comes in, wherever it is cut. Comments are told by
 * `onComment`: the service sends one now and then to say that nothing has changed.
 */
export function serverEvents(
  onEvent: (event: ServerEvent) => void,
  onComment: () => void = () => undefined,
): (text: string) => void {
  let held = "";
  let id: string | undefined;
  let event = "message";
  let data: string[] = [];
  const line = (text: string): void => {
    if (text === "") {
      if (data.length > 0) onEvent({ id, event, data: data.join("\n") });
      event = "message";
      data = [];
      return;
    }
    if (text.startsWith(":")) {
      onComment();
      return;
    }
    const colon = text.indexOf(":");
    const name = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /u, "");
    if (name === "id") id = value;
    else if (name === "event") event = value;
    else if (name === "data") data.push(value);
  };
  return (text) => {
    held += text;
    const lines = held.split(/\r\n|\n|\r(?!$)/u);
    held = lines.pop() ?? "";
    for (const each of lines) line(each);
  };
}
