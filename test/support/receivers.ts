import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** An alert as Alertmanager's webhook has it. */
export interface PostedAlert {
  readonly status: "firing" | "resolved";
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What Alertmanager posts to a webhook. */
export interface Posted {
  readonly receiver: string;
  readonly status: "firing" | "resolved";
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly PostedAlert[];
}

/** A markdown message that WeCom was sent: to the departments of an application, or to a robot's group. */
export interface WecomMessage {
  readonly to: string;
  readonly content: string;
}

/** Everyone that alerts are sent to, played by one server of this machine. */
export interface Receivers {
  readonly webhook: string;
  readonly wecomApi: string;
  readonly robot: string;
  /** In the order in which they came. */
  readonly posted: readonly (Posted & { readonly authorization: string | undefined })[];
  readonly messages: readonly WecomMessage[];
  readonly stop: () => Promise<void>;
}

/** Starts them. */
export async function startReceivers(): Promise<Receivers> {
  const posted: (Posted & { readonly authorization: string | undefined })[] = [];
  const messages: WecomMessage[] = [];
  const take = (path: string, request: IncomingMessage, body: string): object => {
    if (path === "/cgi-bin/gettoken")
      return { errcode: 0, errmsg: "ok", access_token: "token", expires_in: 7_200 };
    const json = JSON.parse(body) as {
      readonly toparty?: string;
      readonly markdown?: { readonly content: string };
    };
    if (path === "/hook")
      posted.push({ ...(json as unknown as Posted), authorization: request.headers.authorization });
    if (json.markdown !== undefined)
      messages.push({
        to: path === "/robot" ? "robot" : (json.toparty ?? ""),
        content: json.markdown.content,
      });
    return { errcode: 0, errmsg: "ok" };
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString("utf8");
    });
    request.on("end", () => {
      const answer = take((request.url ?? "").split("?")[0] ?? "", request, body);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    webhook: `${url}/hook`,
    wecomApi: `${url}/cgi-bin/`,
    robot: `${url}/robot?key=not-to-be-told`,
    posted,
    messages,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
