import { expect, it } from "vitest";
import { type ServerEvent, serverEvents } from "./server-events.js";

const text =
  'retry: 2000\n\n: still here\n\nid: 7@1\nevent: board\ndata: {"a":\ndata: 1}\n\nevent: lapsed\r\ndata:x\r\n\r\nevent: cut\ndata: no end';

it("reads events wherever the text is cut", () => {
  for (let size = 1; size <= text.length; size++) {
    const events: ServerEvent[] = [];
    let comments = 0;
    const read = serverEvents(
      (event) => events.push(event),
      () => {
        comments += 1;
      },
    );
    for (let at = 0; at < text.length; at += size) read(text.slice(at, at + size));
    expect(events).toEqual([
      { id: "7@1", event: "board", data: '{"a":\n1}' },
      { id: "7@1", event: "lapsed", data: "x" },
    ]);
    expect(comments).toBe(1);
  }
});
