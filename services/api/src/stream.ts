import type { ServerResponse } from "node:http";
import { type BoardRow, board, checkpoint } from "@anshi/board";
import type { Instant } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import { askNames, askOf, type BoardAsk, boardBody } from "./board-route.js";
import { ledgerAsked } from "./ledger-asked.js";
import { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import { atOneMoment, type Reading, zoneOf } from "./reading.js";

/** Server-sent events of board changes. */
export interface Streams {
  /**
   * Answers a request with the board, then with its rows as they change, until it is closed. With `lastEventId` only with what
   * changed since: an id is the (P, T) of the board it closed, and the board at that (P, T) can always be asked again.
   */
  readonly open: (
    query: Readonly<Record<string, unknown>>,
    lastEventId: string | undefined,
    response: ServerResponse,
  ) => Promise<void>;
  /** Clocks lapsed, by nothing but time (a JSON text naming the `ledger`): it is passed on, and boards are looked at now. */
  readonly lapsed: (payload: string) => void;
  readonly stop: () => Promise<void>;
}

type Answer = ReturnType<typeof boardBody>;

interface Subscriber {
  readonly ledger: LedgerId;
  readonly ask: BoardAsk;
  readonly response: ServerResponse;
  /** Rows as last sent, by measure and unit. */
  readonly sent: Map<string, string>;
  position: string;
}

/** A change is looked for this often, and the clock's own progress twice a second. */
const LOOK_MS = 200;
const TICK_MS = 500;
const HEARTBEAT_MS = 10_000;
const MOST_SUBSCRIBERS = 256;
/** A reader that does not read is cut off, and takes up where it stood. */
const MOST_UNSENT_BYTES = 4 * 1024 * 1024;

/** Opens the streams of one service. */
export function boardStreams(reading: Reading, onError: (error: unknown) => void): Streams {
  const subscribers = new Set<Subscriber>();
  let looking: Promise<void> | undefined;
  let again = false;
  let tickedAt = 0;
  let opening = 0;
  let isStopped = false;

  const look = async (): Promise<void> => {
    const due = again || Date.now() - tickedAt >= TICK_MS;
    again = false;
    if (due) tickedAt = Date.now();
    // Those who ask the same are answered by one board.
    const answers = new Map<string, Promise<Answer | undefined>>();
    for (const subscriber of subscribers) {
      const key = JSON.stringify([subscriber.ledger, subscriber.ask]);
      const answer = answers.get(key) ?? nowIf(reading, subscriber, due);
      answers.set(key, answer);
      const body = await answer;
      if (body !== undefined && subscribers.has(subscriber)) push(subscriber, body, "change");
    }
  };
  const wake = (): void => {
    if (subscribers.size === 0 || looking !== undefined) return;
    looking = look()
      .catch(onError)
      .finally(() => {
        looking = undefined;
      });
  };
  const timer = setInterval(wake, LOOK_MS);
  const heartbeat = setInterval(() => {
    for (const { response } of subscribers) response.write(": still here\n\n");
  }, HEARTBEAT_MS);

  return {
    open: async (query, lastEventId, response) => {
      const parameters = new Parameters(query).only("ledger", ...askNames);
      const ledger = await ledgerAsked(reading.pool, reading, parameters);
      const ask = askOf(parameters);
      if (subscribers.size + opening >= MOST_SUBSCRIBERS)
        throw new Problem(429, "too-many-requests", `at most ${MOST_SUBSCRIBERS} streams are served`, 10);
      const subscriber: Subscriber = { ledger, ask, response, sent: new Map(), position: "" };
      // Before anything is awaited: whoever leaves while the board is made must not stay among those who read.
      let isGone = false;
      response.on("close", () => {
        isGone = true;
        subscribers.delete(subscriber);
      });
      opening += 1;
      try {
        const then = await boardThen(reading, ledger, ask, lastEventId);
        const now = await boardAt(reading, ledger, ask);
        if (isGone) return;
        for (const row of then?.measures ?? []) subscriber.sent.set(keyOf(row), JSON.stringify(row));
        response.writeHead(200, {
          "content-type": "text/event-stream; charset=utf-8",
          "cache-control": "no-store",
          "x-accel-buffering": "no",
        });
        response.write("retry: 2000\n\n");
        push(subscriber, now, then === undefined ? "board" : "change");
        if (isStopped) response.end();
        else subscribers.add(subscriber);
      } finally {
        opening -= 1;
      }
    },
    lapsed: (payload) => {
      for (const subscriber of subscribers) {
        if (ledgerOf(payload) === subscriber.ledger) write(subscriber.response, "lapsed", undefined, payload);
      }
      again = true;
      wake();
    },
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      clearInterval(heartbeat);
      for (const { response } of subscribers) response.end();
      subscribers.clear();
      await looking;
    },
  };
}

/** The board now, when it has moved or the clock may have moved it. */
async function nowIf(
  reading: Reading,
  { ledger, ask, position }: Subscriber,
  due: boolean,
): Promise<Answer | undefined> {
  if (!due && String((await checkpoint(reading.pool, ledger)) ?? 0n) === position) return undefined;
  return boardAt(reading, ledger, ask);
}

async function boardAt(
  reading: Reading,
  ledger: LedgerId,
  ask: BoardAsk,
  at?: { readonly asOf: Instant; readonly knownAt: bigint },
): Promise<Answer> {
  const { rules, smallSample } = reading;
  const zone = zoneOf(reading, ledger);
  const moment = at ?? { asOf: reading.now() };
  return atOneMoment(reading.pool, async (client) =>
    boardBody(ledger, await board(client, { ledger, zone, rules, smallSample, ...moment, ...ask })),
  );
}

/** The board an id closed; nothing for an id that this ledger never gave. */
async function boardThen(
  reading: Reading,
  ledger: LedgerId,
  ask: BoardAsk,
  id: string | undefined,
): Promise<Answer | undefined> {
  const [, position, asOf] = /^(\d{1,18})@(\d{1,15})$/u.exec(id ?? "") ?? [];
  if (position === undefined || asOf === undefined || Number(asOf) > reading.now()) return undefined;
  const reached = (await checkpoint(reading.pool, ledger)) ?? 0n;
  if (BigInt(position) > reached) return undefined;
  return boardAt(reading, ledger, ask, { asOf: Number(asOf), knownAt: BigInt(position) });
}

/** Sends the rows that are not as last sent; nothing when none is and the position stands. */
function push(subscriber: Subscriber, body: Answer, event: "board" | "change"): void {
  const { sent, response } = subscriber;
  const changed: BoardRow[] = [];
  const kept = new Set<string>();
  for (const row of body.measures) {
    const key = keyOf(row);
    const text = JSON.stringify(row);
    kept.add(key);
    if (sent.get(key) !== text) changed.push(row);
    sent.set(key, text);
  }
  const gone = [...sent.keys()].filter((key) => !kept.has(key));
  for (const key of gone) sent.delete(key);
  const { position } = body.knownAt;
  const moved = position !== subscriber.position;
  subscriber.position = position;
  if (event === "change" && changed.length === 0 && gone.length === 0 && !moved) return;
  const id = `${position}@${Date.parse(body.asOf)}`;
  const data = {
    ...body,
    measures: changed,
    ...(gone.length === 0 ? {} : { gone: gone.map((key) => key.split(" ")) }),
  };
  write(response, event, id, JSON.stringify(data));
}

function ledgerOf(payload: string): unknown {
  try {
    return (JSON.parse(payload) as { readonly ledger?: unknown }).ledger;
  } catch {
    return undefined;
  }
}

function write(response: ServerResponse, event: string, id: string | undefined, data: string): void {
  response.write(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`);
  if (response.writableLength > MOST_UNSENT_BYTES) response.destroy();
}

function keyOf({ measure, unit }: BoardRow): string {
  return `${measure} ${unit}`;
}
