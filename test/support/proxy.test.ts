import { once } from "node:events";
import { createServer, type Socket, connect as tcpConnect } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openProxy, type TcpProxy } from "./proxy.js";

const echo = createServer((socket) => {
  socket.on("error", () => undefined);
  socket.pipe(socket);
});
let proxy: TcpProxy;

beforeEach(async () => {
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  const address = echo.address();
  proxy = await openProxy(typeof address === "object" && address !== null ? address.port : 0, {
    delayMs: 1,
    lingerMs: 1,
  });
});
afterEach(async () => {
  await proxy.stop();
  echo.close();
  await once(echo, "close");
});

async function client(): Promise<Socket> {
  const socket = tcpConnect(proxy.port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

async function say(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [chunk] = (await once(socket, "data")) as [Buffer];
  return chunk.toString("utf8");
}

/** A reset is an error first, and `once` would reject for it. */
function closed(socket: Socket): Promise<void> {
  socket.on("error", () => undefined);
  return new Promise((resolve) => socket.once("close", () => resolve()));
}

it("passes what is said both ways, also slowly", async () => {
  const socket = await client();
  expect(await say(socket, "one")).toBe("one");
  proxy.set("slow");
  expect(await say(socket, "two")).toBe("two");
  socket.destroy();
});

it("cuts connections and refuses others until it passes again", async () => {
  const socket = await client();
  await say(socket, "one");
  proxy.set("cut");
  await closed(socket);
  await closed(tcpConnect(proxy.port, "127.0.0.1"));
  proxy.set("pass");
  const next = await client();
  expect(await say(next, "two")).toBe("two");
  next.destroy();
});

it("keeps a swallowed connection open and mute for good", async () => {
  const socket = await client();
  await say(socket, "one");
  proxy.set("swallow");
  const born = await client();
  let heard = 0;
  for (const each of [socket, born]) each.on("data", () => (heard += 1));
  socket.write("lost");
  born.write("lost");
  proxy.set("pass");
  socket.write("lost too");
  // A connection made later has come and gone: the swallowed ones would have been answered before it.
  const next = await client();
  expect(await say(next, "two")).toBe("two");
  expect(heard).toBe(0);
  expect([socket.closed, born.closed]).toEqual([false, false]);
  for (const each of [socket, born, next]) each.destroy();
});
