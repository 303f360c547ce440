import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An event as the peer received it. */
export interface Received {
  readonly source?: string;
  readonly id?: string;
  readonly data?: unknown;
}

/** What the peer does with a request instead of answering it. */
export type Mishap =
  | { readonly status: number; readonly body: object; readonly headers?: Readonly<Record<string, string>> }
  /** The connection breaks, before the batch is kept or after. */
  | "break-before"
  | "break-after";

/** The other end of the network: keeps what it is sent as the intake's contract says, with no ledger behind it. */
export interface Peer {
  readonly url: string;
  readonly port: number;
  /** Accepted events by source and id. */
  readonly kept: ReadonlyMap<string, Received>;
  readonly requests: readonly {
    readonly url: string;
    readonly type: string | undefined;
    readonly token: string | undefined;
    /** Members of the batch; -1 of a body that is no JSON. */
    readonly size: number;
  }[];
  /** Consulted before each request; `undefined` answers as usual. */
  mishap: (request: number) => Mishap | undefined;
  /** What GET answers, by path without query. */
  readonly pages: Map<string, object>;
  /** What other requests are answered, by `METHOD path`, query and all; before `pages`. */
  readonly replies: Map<string, { readonly status: number; readonly body: object }>;
  readonly close: () => Promise<void>;
}

/** Starts a peer; events whose id starts with `bad` are rejected. */
export async function startPeer(port = 0, kept = new Map<string, Received>()): Promise<Peer> {
  const requests: { url: string; type: string | undefined; token: string | undefined; size: number }[] = [];
  const pages = new Map<string, object>();
  const replies: Peer["replies"] = new Map();
  const server = createServer((request, response) => {
    void serve(request, response);
  });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const events = text === "" ? [] : membersOf(text);
    const { "content-type": type, authorization: token } = request.headers;
    const number = requests.push({ url: request.url ?? "", type, token, size: events?.length ?? -1 }) - 1;
    const reply = (status: number, body: object, headers: Readonly<Record<string, string>> = {}) =>
      response
        .writeHead(status, { "content-type": "application/json", ...headers })
        .end(JSON.stringify(body));

    const given = replies.get(`${request.method} ${request.url}`);
    if (given !== undefined) return void reply(given.status, given.body);
    const mishap = peer.mishap(number);
    if (mishap === "break-before") return void request.socket.destroy();
    if (typeof mishap === "object") return void reply(mishap.status, mishap.body, mishap.headers);
    if (request.method !== "POST") {
      const page = pages.get((request.url ?? "").split("?")[0] ?? "");
      return void (page === undefined
        ? reply(404, { title: "Not found", detail: "there is no such thing", code: "not-found" })
        : reply(200, page));
    }
    const answer = events === undefined ? notJson : take(events);
    if (mishap === "break-after") return void request.socket.destroy();
    reply(200, answer);
  };

  const take = (events: readonly Received[]): object => {
    const rejected: object[] = [];
    let accepted = 0;
    events.forEach((event, index) => {
      const key = `${event.source} ${event.id}`;
      if (event.id?.startsWith("bad")) {
        const path = "data.unit";
        rejected.push({
          index,
          id: event.id,
          code: "invalid-data",
          message: "expected a unit id",
          path,
          faults: [{ path }],
        });
      } else if (!kept.has(key)) {
        kept.set(key, event);
        accepted += 1;
      }
    });
    const duplicates = events.length - accepted - rejected.length;
    return { ledger: "3209", accepted, duplicates, position: String(kept.size), rejected };
  };

  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  const peer: Peer = {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    kept,
    requests,
    mishap: () => undefined,
    pages,
    replies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return peer;
}

const notJson = {
  ...{ ledger: "3209", accepted: 0, duplicates: 0, position: "0" },
  rejected: [{ index: 0, id: null, code: "not-json", message: "no JSON", path: "", faults: [] }],
};

function membersOf(body: string): readonly Received[] | undefined {
  try {
    return JSON.parse(body) as readonly Received[];
  } catch {
    return undefined;
  }
}
