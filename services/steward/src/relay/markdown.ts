import type { Notification, NotifiedAlert } from "./notification.js";

/** What a WeCom group robot takes of markdown, in bytes of UTF-8; more is refused as a whole (errcode 40058). */
export const MOST_BYTES = 4_096;

const severities: Readonly<Record<string, string>> = { critical: "严重", warning: "警告", info: "提示" };

/**
 * A notification as a message for the robot, in WeCom's markdown: firing alerts first, then resolved ones. What does not fit is
 * counted at its end.
 */
export function markdownOf({ alerts, truncated }: Notification, mostBytes: number = MOST_BYTES): string {
  const firing = alerts.filter(({ status }) => status === "firing");
  const resolved = alerts.filter(({ status }) => status === "resolved");
  const counts = [
    ...(firing.length > 0 ? [`告警 ${firing.length} 项`] : []),
    ...(resolved.length > 0 ? [`已恢复 ${resolved.length} 项`] : []),
  ];
  const told = [...firing, ...resolved].map(paragraph);
  const head = `**${counts.join("，")}**`;
  for (let shown = told.length; shown > 0; shown -= 1) {
    const text = [head, ...told.slice(0, shown), ...rest(told.length - shown + truncated)].join("\n");
    if (bytes(text) <= mostBytes) return text;
  }
  // Not even one fits: as much of the first as there is room for.
  const end = rest(told.length - 1 + truncated);
  const room = mostBytes - bytes([head, "…", ...end].join("\n")) - 1;
  return [head, `${cut(told[0] ?? "", room)}…`, ...end].join("\n");
}

function paragraph({ status, severity, summary, description, runbook }: NotifiedAlert): string {
  const mark =
    status === "resolved"
      ? '<font color="info">【恢复】</font>'
      : `<font color="warning">【${severities[severity] ?? severity}】</font>`;
  return [
    `${mark}${summary}`,
    ...(description === "" ? [] : [`> ${description.replaceAll("\n", "\n> ")}`]),
    ...(runbook === undefined ? [] : [`> [处置办法 Runbook](${runbook})`]),
  ].join("\n");
}

function rest(count: number): readonly string[] {
  return count > 0 ? [`…另有 ${count} 项 and ${count} more`] : [];
}

function cut(text: string, mostBytes: number): string {
  let kept = "";
  let size = 0;
  for (const character of text) {
    size += bytes(character);
    if (size > mostBytes) break;
    kept += character;
  }
  return kept;
}

function bytes(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
