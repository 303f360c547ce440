import type { ReactNode } from "react";
import type { Problem } from "../api/problem.js";
import { defineWords, useWords } from "../language/language.js";

const words = defineWords(
  {
    loading: "正在读取…",
    again: "重试",
    unreachable: "连不上服务。",
    unauthorized: "需要令牌，或令牌无效。",
    forbidden: "此令牌无权查看这一页。",
    notFound: "没有找到。",
    tooMany: "请求过多，请稍后再试。",
    unavailable: "服务暂不可用。",
    bad: "请求有误。",
    failed: "服务出错。",
  },
  {
    loading: "Loading…",
    again: "Try again",
    unreachable: "The service cannot be reached.",
    unauthorized: "A token is needed, or this one is not known.",
    forbidden: "This token may not see this page.",
    notFound: "Not found.",
    tooMany: "Too many requests; try again in a moment.",
    unavailable: "The service is not available just now.",
    bad: "The request cannot be read.",
    failed: "The service failed.",
  },
);

/** Something is on its way. */
export function Loading() {
  const text = useWords(words);
  return (
    <div className="notice notice-loading" role="status">
      <span className="spinner" aria-hidden="true" />
      {text.loading}
    </div>
  );
}

/** There is nothing to show, and why or what to do. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="notice notice-empty">
      <strong>{title}</strong>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

/** A request was refused or failed: what the service says, and a way to try again. */
export function Failed({
  problem,
  again,
}: {
  readonly problem: Problem;
  readonly again?: (() => void) | undefined;
}) {
  const text = useWords(words);
  return (
    <div className="notice notice-failed" role="alert">
      <strong>{text[titleOf(problem.status)]}</strong>
      <p>
        {problem.message} <code>{problem.code}</code>
      </p>
      {again !== undefined && (
        <button type="button" onClick={again}>
          {text.again}
        </button>
      )}
    </div>
  );
}

function titleOf(status: number) {
  if (status === 0) return "unreachable";
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404) return "notFound";
  if (status === 429) return "tooMany";
  if (status === 503) return "unavailable";
  return status < 500 ? "bad" : "failed";
}
