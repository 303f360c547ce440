import { createServer, type Server, type Socket, connect as tcpConnect } from "node:net";

/**
 * What happens to connections: they pass; are reset, and new ones too; stay open while every byte is swallowed; or are
 * delayed.
 */
export type ProxyMode = "pass" | "cut" | "swallow" | "slow";

/** A TCP proxy that breaks connections as a network does. */
export interface TcpProxy {
  /** Port on the loopback address. */
  readonly port: number;
  readonly set: (mode: ProxyMode) => void;
  /** Where connections made from now on lead. */
  readonly target: (port: number) => void;
  /** Connections open towards the proxy. */
  readonly open: () => number;
  readonly stop: () => Promise<void>;
}

export interface ProxyOptions {
  /** Delay of each chunk while slow, milliseconds; default 100. */
  readonly delayMs?: number;
  /** When the server learns that the peer of a swallowed connection is gone, as by TCP keep-alives; default 15,000 ms. */
  readonly lingerMs?: number;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket | undefined;
  /** Its state was lost on the way: mute for good, whatever the mode is later. */
  mute: boolean;
}

/** Opens a proxy to a port of the loopback address, passing at first. */
export async function openProxy(targetPort: number, options: ProxyOptions = {}): Promise<TcpProxy> {
  const { delayMs = 100, lingerMs = 15_000 } = options;
  const pairs = new Set<Pair>();
  let mode: ProxyMode = "pass";
  let towards = targetPort;

  const carry = (pair: Pair, from: Socket, to: Socket): void => {
    from.on("data", (chunk) => {
      if (pair.mute) return;
      const send = (): void => {
        if (pair.mute || to.destroyed || to.write(chunk)) return;
        from.pause();
        to.once("drain", () => from.resume());
      };
      if (mode === "slow") setTimeout(send, delayMs);
      else send();
    });
  };

  const onClient = (near: Socket): void => {
    near.on("error", () => undefined);
    near.setNoDelay(true);
    if (mode === "cut") {
      near.resetAndDestroy();
      return;
    }
    const far = mode === "swallow" ? undefined : tcpConnect(towards, "127.0.0.1");
    const pair: Pair = { near, far, mute: far === undefined };
    pairs.add(pair);
    near.once("close", () => {
      pairs.delete(pair);
      if (far === undefined) return;
      if (pair.mute) setTimeout(() => far.destroy(), lingerMs).unref();
      else far.destroy();
    });
    if (far === undefined) {
      near.resume();
      return;
    }
    far.on("error", () => undefined);
    far.setNoDelay(true);
    far.once("close", () => {
      // What the server says last is swallowed as well.
      if (!pair.mute) near.destroy();
    });
    carry(pair, near, far);
    carry(pair, far, near);
  };

  const server = createServer(onClient);
  const port = await listening(server);
  return {
    port,
    set: (next) => {
      mode = next;
      for (const pair of pairs) {
        if (next === "swallow") pair.mute = true;
        if (next === "cut") {
          pair.near.resetAndDestroy();
          pair.far?.resetAndDestroy();
        }
      }
    },
    target: (next) => {
      towards = next;
    },
    open: () => pairs.size,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const { near, far } of pairs) {
        near.destroy();
        far?.destroy();
      }
      await closed;
    },
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
