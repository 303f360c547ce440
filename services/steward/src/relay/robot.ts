/** A WeCom group robot (企业微信群机器人). */
export interface Robot {
  /** Posts markdown; resolves to `null`, or to why it was not taken – in words that hold nothing of the robot's address. */
  readonly post: (markdown: string) => Promise<string | null>;
}

const ANSWER_MS = 10_000;

/** The robot at an address, which holds its key: whoever has it can write to the group, so it is never told. */
export function robot(url: string): Robot {
  return {
    post: async (markdown) => {
      let response: Response;
      try {
        response = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json; charset=utf-8" },
          body: JSON.stringify({ msgtype: "markdown", markdown: { content: markdown } }),
          signal: AbortSignal.timeout(ANSWER_MS),
          // Not followed: it would carry the message elsewhere.
          redirect: "manual",
        });
      } catch (error) {
        return `the robot cannot be reached (${codeOf(error)})`;
      }
      const answer = (await response.json().catch(() => undefined)) as
        | { readonly errcode?: unknown }
        | undefined;
      if (!response.ok) return `the robot answered ${response.status}`;
      if (answer?.errcode === 0) return null;
      // 45009: more than 20 messages a minute. 93000: no robot has this key.
      return typeof answer?.errcode === "number"
        ? `the robot refused it with errcode ${answer.errcode}`
        : "the robot's answer is none of WeCom's";
    },
  };
}

/** What went wrong, by its code: messages of failed requests may hold their address. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { code } = (error.cause ?? error) as { readonly code?: unknown };
  return typeof code === "string" ? code : error.name;
}
