import { Problem } from "../api/problem.js";
import { address, type Query, request } from "../api/request.js";
import { type ServerEvent, serverEvents } from "./server-events.js";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** The service says something every ten seconds; a stream that is silent for longer than this is dead, whatever its socket says. */
const SILENCE_MS = 25_000;

/** Who is told of a stream's life. */
export interface Follower {
  readonly onEvent: (event: ServerEvent) => void;
  /** Nothing has changed up to now. */
  readonly onStill: () => void;
  /** The stream broke or could not be opened; it is tried again unless the problem is one that stays (401, 403, 400). */
  readonly onBroken: (problem: Problem) => void;
}

/**
 * Follows a stream of the service until stopped, with the tab's token (EventSource could not send it). After a break it is taken
 * up where it stood, by `Last-Event-ID`.
 */
export function follow(path: string, query: Query, follower: Follower): () => void {
  const ending = new AbortController();
  let lastEventId: string | undefined;
  let pause = FIRST_PAUSE_MS;

  const once = async (): Promise<void> => {
    const silent = new AbortController();
    let timer = setTimeout(() => silent.abort(), SILENCE_MS);
    const heard = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS);
    };
    try {
      const response = await request(address(path, query), {
        signal: AbortSignal.any([ending.signal, silent.signal]),
        headers: lastEventId === undefined ? {} : { "last-event-id": lastEventId },
      });
      const read = serverEvents((event) => {
        lastEventId = event.id ?? lastEventId;
        pause = FIRST_PAUSE_MS;
        follower.onEvent(event);
      }, follower.onStill);
      const decoder = new TextDecoder();
      const reader = response.body?.getReader();
      for (;;) {
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) return;
        heard();
        read(decoder.decode(chunk.value, { stream: true }));
      }
    } finally {
      clearTimeout(timer);
    }
  };

  const go = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const problem = await once().then(
        () => new Problem(0, "stream-ended", "the stream ended"),
        (error: unknown) =>
          error instanceof Problem ? error : new Problem(0, "stream-broken", "the stream broke off"),
      );
      if (ending.signal.aborted) return;
      follower.onBroken(problem);
      if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) return;
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  };
  void go();
  return () => ending.abort();
}
