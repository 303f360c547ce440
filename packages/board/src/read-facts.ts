import type { EventType, Fact } from "@anshi/domain";
import {
  bigintField,
  type CaseName,
  type CopiedRow,
  copyRows,
  type LedgerId,
  microsField,
  textField,
} from "@anshi/ledger";
import type { ClientBase } from "pg";
import type { CaseFact } from "./fact.js";

/** A fact with the kind of what it is about. */
export interface ReadFact extends CaseFact {
  readonly kind: string;
}

/** The facts after a position up to another, in ledger order. */
export async function readFacts(
  client: ClientBase,
  ledger: LedgerId,
  after: bigint,
  upTo: bigint,
): Promise<readonly ReadFact[]> {
  const facts: ReadFact[] = [];
  const rows = `select ${factColumns} from ledger.event
    where ledger = ${client.escapeLiteral(ledger)} and position > ${after} and position <= ${upTo} order by position`;
  await copyFacts(client, rows, (fact) => facts.push(fact));
  return facts;
}

/** All facts of some cases as known at a position, in ledger order within each. */
export async function readHistories(
  client: ClientBase,
  ledger: LedgerId,
  cases: readonly CaseName[],
  upTo: bigint,
): Promise<readonly ReadFact[]> {
  const facts: ReadFact[] = [];
  if (cases.length === 0) return facts;
  const array = (texts: readonly string[]): string =>
    `${client.escapeLiteral(`{${texts.map((text) => `"${text.replace(/["\\]/gu, "\\$&")}"`).join(",")}}`)}::text[]`;
  // The ordered lateral keeps the planner at one index range per case, whatever it believes of the table's size.
  const rows = `select ${factColumns}
      from (select distinct * from unnest(${array(cases.map(({ kind }) => kind))}, ${array(cases.map(({ subject }) => subject))}))
             as wanted (of_kind, of_subject),
           lateral (select * from ledger.event
                     where ledger = ${client.escapeLiteral(ledger)} and kind = of_kind and subject = of_subject
                       and position <= ${upTo}
                     order by position) as own`;
  await copyFacts(client, rows, (fact) => facts.push(fact));
  return facts;
}

/** What `copyFacts` reads of `ledger.event`. */
export const factColumns = "position, kind, subject, type, source, event_id, occurred_at, body";
const [POSITION, KIND, SUBJECT, TYPE, SOURCE, ID, OCCURRED_AT, BODY] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Reads facts by a query of `factColumns`, which is given them. */
export async function copyFacts(
  client: ClientBase,
  query: string,
  onFact: (fact: ReadFact) => void,
): Promise<void> {
  const texts = new Texts();
  await copyRows(client, query, (row) => onFact(factOf(row, texts)));
}

/** Texts that come again and again, made once. */
class Texts {
  private readonly known = new Map<string, string>();

  of(row: CopiedRow, field: number): string {
    const text = textField(row, field);
    const known = this.known.get(text);
    if (known !== undefined) return known;
    if (this.known.size > 10_000) this.known.clear();
    this.known.set(text, text);
    return text;
  }
}

function factOf(row: CopiedRow, texts: Texts): ReadFact {
  return {
    position: bigintField(row, POSITION),
    kind: texts.of(row, KIND),
    subject: textField(row, SUBJECT),
    type: texts.of(row, TYPE) as EventType,
    source: texts.of(row, SOURCE),
    id: textField(row, ID),
    at: Math.floor(microsField(row, OCCURRED_AT) / 1_000),
    data: dataIn(row),
  };
}

const NO_DATA: Fact["data"] = {};
const DATA = Buffer.from('{"data":');
const ID_NEXT = Buffer.from(',"id":"');
const CLOSING = "}".charCodeAt(0);

/** In canonical JSON the data come first, where there are any, and the id mostly next. */
function dataIn(row: CopiedRow): Fact["data"] {
  const at = row.at[BODY] ?? 0;
  const end = at + (row.length[BODY] ?? 0);
  const { bytes } = row;
  if (!holds(bytes, at, DATA)) return NO_DATA;
  const from = at + DATA.length;
  const closing = bytes.indexOf(CLOSING, from);
  if (closing < end && holds(bytes, closing + 1, ID_NEXT)) {
    const data = dataOf(bytes.toString("utf8", from, closing + 1));
    if (data !== undefined) return data;
  }
  const body = JSON.parse(bytes.toString("utf8", at, end)) as { readonly data: Fact["data"] };
  return body.data;
}

function holds(bytes: Buffer, at: number, what: Buffer): boolean {
  for (let n = 0; n < what.length; n += 1) if (bytes[at + n] !== what[n]) return false;
  return true;
}

const MOST_KEPT = 20_000;
const LONGEST_KEPT = 1_000;

/** Data come again and again: what one text was read as is kept, unless it is long, which hardly comes again. */
const read = new Map<string, Fact["data"]>();

/** The data of this text; `undefined` when it is not the whole of an object. */
function dataOf(text: string): Fact["data"] | undefined {
  const known = read.get(text);
  if (known !== undefined) return known;
  try {
    const data = JSON.parse(text) as Fact["data"];
    if (text.length > LONGEST_KEPT) return data;
    if (read.size >= MOST_KEPT) read.clear();
    read.set(text, data);
    return data;
  } catch {
    return undefined;
  }
}
