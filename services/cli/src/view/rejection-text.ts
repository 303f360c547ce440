import type { RejectionAnswer, RejectionRow } from "./rejection-answer.js";
import { renderTable } from "./table.js";
import type { LocalTimes } from "./zoned.js";

/** Rejections as a table. */
export function renderRejections(rows: readonly RejectionRow[], more: boolean, times: LocalTimes): string {
  if (rows.length === 0) return "nothing was rejected";
  const table = renderTable(
    [
      { name: "Number", align: "right" },
      ...["Received", "Door", "Code", "Message", "Id"].map((name) => ({ name })),
      { name: "Bytes", align: "right" },
      { name: "Gone" },
    ],
    rows.map((row) => [
      row.number,
      times.at(row.receivedAt),
      row.door,
      row.code,
      row.message,
      row.id ?? "",
      String(row.payloadBytes),
      row.disposal ?? "",
    ]),
  );
  return more ? `${table}\nthere are more: --limit N` : table;
}

/** One rejection with all its faults and, where they may be seen, its bytes as text. */
export function renderRejection(row: RejectionAnswer, times: LocalTimes): string {
  const gone =
    row.disposal === null || row.disposedAt === null
      ? "the bytes are not shown: only an admin may see them, and they may have expired"
      : `the bytes were ${row.disposal} ${times.at(row.disposedAt)}`;
  const lines = [
    `rejection ${row.number}  ${row.code}  ${times.at(row.receivedAt)} (${times.name})`,
    `${row.door}, ${row.origin}`,
    `source ${row.source ?? "unknown"}  id ${row.id ?? "unknown"}`,
    ...row.faults.map(({ message }) => `  ${message}`),
    `${row.payloadBytes} bytes, SHA-256 ${row.payloadHash}`,
    ...(row.payload === null ? [gone] : ["", ...row.payload.text.split("\n")]),
  ];
  // What was refused may hold anything: no control characters reach the terminal.
  return lines.map((line) => line.replace(/\p{Cc}/gu, " ")).join("\n");
}
