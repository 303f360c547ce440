import type { Context } from "../context.js";
import { Failure } from "../failure.js";

/** Cursor home; then, after the text, clear what an earlier and longer one left below. */
const HOME = "\u001b[H";
const CLEAR_LINE_END = "\u001b[K";
const CLEAR_BELOW = "\u001b[J";
const CLEAR_ALL = "\u001b[2J";

/**
 * Shows a text again and again, until the process is stopped: in place on a terminal, one after another elsewhere. A service that
 * does not answer is told and asked again: it may only be restarting.
 */
export async function watch(
  text: () => Promise<string>,
  everyMs: number,
  context: Pick<Context, "write" | "sleep" | "drawsInPlace">,
): Promise<never> {
  if (context.drawsInPlace) await context.write(CLEAR_ALL);
  for (;;) {
    const shown = await text().catch((error: unknown) => {
      if (error instanceof Failure) return `anshi: ${error.message}`;
      throw error;
    });
    const page = `${shown}\n`;
    await context.write(
      context.drawsInPlace ? `${HOME}${page.replaceAll("\n", `${CLEAR_LINE_END}\n`)}${CLEAR_BELOW}` : page,
    );
    await context.sleep(everyMs);
  }
}
