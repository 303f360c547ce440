import { compile, type Entry, entryOf, type Fault, MappingFaults, readMapping } from "@anshi/mapping";
import { useEffect, useMemo, useState } from "react";
import { bytesOf, type FileTable, formatOf, linesOf, tableOf, type UnreadableFile } from "./read-file.js";
import { starterMapping } from "./starter.js";

/** A file chosen to be imported, and what it will give. */
export interface Chosen {
  readonly name: string;
  /** A table is in need of a mapping. */
  readonly isTable: boolean;
  readonly mapping: string;
  readonly setMapping: (text: string) => void;
  readonly faults: readonly Fault[];
  readonly problem: UnreadableFile | undefined;
  /** Every entry of the file, made as they are asked for; `undefined` while it cannot be imported. */
  readonly entries: (() => Iterable<Entry>) | undefined;
  readonly columns: readonly string[];
}

interface Read {
  readonly key: string;
  readonly table?: FileTable;
  readonly problem?: UnreadableFile;
}

const plain = { encoding: "utf-8", delimiter: ",", sheet: null } as const;

/** Reads a file as its mapping says, anew whenever the mapping asks for another encoding, delimiter or sheet. */
export function useImport(file: File, timeZone: string): Chosen {
  const format = formatOf(file.name);
  const [bytes, setBytes] = useState<Uint8Array<ArrayBuffer>>();
  const [given, setGiven] = useState<string>();
  const [read, setRead] = useState<Read>({ key: "" });

  useEffect(() => {
    bytesOf(file).then(setBytes, (problem: UnreadableFile) => setRead({ key: "file", problem }));
  }, [file]);

  const mapping = given ?? (read.table === undefined ? "" : starterMapping(read.table.columns, timeZone));
  const checked = useMemo(() => check(mapping), [mapping]);
  const { encoding, delimiter, sheet } = checked.mapping ?? plain;
  const key = JSON.stringify([encoding, delimiter, sheet]);

  useEffect(() => {
    if (bytes === undefined || format === undefined || format === "ndjson") return;
    let isOver = false;
    tableOf(bytes, format, { encoding, delimiter, sheet }).then(
      (table) => !isOver && setRead({ key, table }),
      (problem: UnreadableFile) => !isOver && setRead({ key, problem }),
    );
    return () => {
      isOver = true;
    };
  }, [bytes, format, encoding, delimiter, sheet, key]);

  const bound = useMemo(() => bind(checked.mapping, read.table), [checked.mapping, read.table]);
  const common = {
    name: file.name,
    mapping,
    setMapping: setGiven,
    problem: read.problem,
    columns: read.table?.columns ?? [],
  };
  if (format === "ndjson") {
    const entries = bytes === undefined ? undefined : () => linesOf(bytes);
    return { ...common, isTable: false, faults: [], entries };
  }
  return {
    ...common,
    isTable: true,
    faults: read.table === undefined ? [] : [...checked.faults, ...bound.faults],
    entries: bound.entries,
  };
}

function check(text: string) {
  try {
    return { mapping: readMapping(text), faults: [] };
  } catch (error) {
    if (error instanceof MappingFaults) return { mapping: undefined, faults: error.faults };
    throw error;
  }
}

function bind(mapping: ReturnType<typeof readMapping> | undefined, table: FileTable | undefined) {
  if (mapping === undefined || table === undefined) return { faults: [], entries: undefined };
  try {
    const map = compile(mapping, table.columns);
    return {
      faults: [],
      entries: function* () {
        for (const row of table.rows) yield entryOf(row, map);
      },
    };
  } catch (error) {
    if (error instanceof MappingFaults) return { faults: error.faults, entries: undefined };
    throw error;
  }
}
