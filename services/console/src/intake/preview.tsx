import type { Entry } from "@anshi/mapping";
import { useMemo } from "react";
import { useWords } from "../language/language.js";
import { TableFrame } from "../part/table-frame.js";
import { intakeWords } from "./words.js";

const ROWS = 20;

interface Shown {
  readonly type?: unknown;
  readonly subject?: unknown;
  readonly time?: unknown;
  readonly data?: unknown;
}

/** What the first rows of a file give. */
export function Preview({ entries }: { readonly entries: () => Iterable<Entry> }) {
  const words = useWords(intakeWords);
  const first = useMemo(() => taken(entries(), ROWS), [entries]);
  return (
    <div className="preview">
      <h3>
        {words.preview} <span className="hint">{words.previewHint(first.length)}</span>
      </h3>
      <TableFrame label={words.preview}>
        <table className="plain-table">
          <thead>
            <tr>
              {[words.row, words.event, words.subject, words.time, words.data].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{first.map((entry) => rowsOf(entry, words.nothing))}</tbody>
        </table>
      </TableFrame>
    </div>
  );
}

function rowsOf({ row, events, unsendable }: Entry, nothing: string) {
  if (events.length + unsendable.length === 0)
    return (
      <tr key={row}>
        <td className="number">{row}</td>
        <td colSpan={4} className="hint">
          {nothing}
        </td>
      </tr>
    );
  return [
    ...events.map(({ index, json }) => {
      const { type, subject, time, data } = JSON.parse(json) as Shown;
      return (
        <tr key={`${row} ${index}`}>
          <td className="number">{row}</td>
          <td>
            <code>{String(type ?? "").replace(/^io\.anshi\./u, "")}</code>
          </td>
          <td>{String(subject ?? "")}</td>
          <td>{String(time ?? "")}</td>
          <td>
            <code>{data === undefined ? "" : JSON.stringify(data)}</code>
          </td>
        </tr>
      );
    }),
    ...unsendable.map(({ index, message, path }) => (
      <tr key={`${row} ${index} fault`} className="row-bad">
        <td className="number">{row}</td>
        <td colSpan={4}>
          ✗ <code>{path}</code> {message}
        </td>
      </tr>
    )),
  ];
}

function taken<T>(all: Iterable<T>, most: number): readonly T[] {
  const first: T[] = [];
  for (const each of all) {
    first.push(each);
    if (first.length === most) break;
  }
  return first;
}
