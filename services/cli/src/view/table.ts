import CliTable3 from "cli-table3";

/** A column of a table: its heading, and which way its cells lean. */
export interface Column {
  readonly name: string;
  readonly align?: "left" | "right";
}

/** A table for a terminal or a file, without colours; wide characters count twice, so that columns stay straight. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const table = new CliTable3({
    head: columns.map(({ name }) => name),
    colAligns: columns.map(({ align }) => align ?? "left"),
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  // Names and subjects come from outside: no control characters reach the terminal.
  for (const row of rows) table.push(row.map((cell) => cell.replace(/\p{Cc}/gu, " ")));
  const [top = "", head = "", ...body] = table.toString().split("\n");
  // One rule below the heading; lines between all rows make a long table hard to read.
  const rule = top.replaceAll("┌", "├").replaceAll("┬", "┼").replaceAll("┐", "┤");
  return [top, head, rule, ...body].join("\n");
}
