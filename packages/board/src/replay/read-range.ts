import type { EventType, Fact } from "@anshi/domain";
import { bigintField, type CopiedRow, copyRows, type LedgerId, microsField, textField } from "@anshi/ledger";
import type pg from "pg";
import { dataOf } from "../data.js";
import type { Range } from "./ranges.js";

const columns = "position, subject, type, source, event_id, occurred_at, body";
const [POSITION, SUBJECT, TYPE, SOURCE, ID, OCCURRED_AT, BODY] = [0, 1, 2, 3, 4, 5, 6] as const;

const NO_DATA: Fact["data"] = {};

/** Reads the cases of a range with all their facts, retractions included, in ledger order, one case after the other. */
export async function readRange(
  client: pg.Client,
  ledger: LedgerId,
  range: Range,
  upTo: bigint,
  onCase: (facts: readonly Fact[]) => void,
): Promise<number> {
  const texts = new Texts();
  const retractions = new Map<string, Fact[]>();
  let events = 0;
  await copyRows(client, query(client, ledger, "record", range, upTo), (row) => {
    const subject = textField(row, SUBJECT);
    const own = retractions.get(subject) ?? [];
    retractions.set(subject, own);
    own.push(factOf(row, texts));
  });

  let open: string | undefined;
  let facts: Fact[] = [];
  const close = (): void => {
    if (open === undefined) return;
    const own = retractions.get(open);
    onCase(own === undefined ? facts : merged(facts, own));
  };
  await copyRows(client, query(client, ledger, range.kind, range, upTo), (row) => {
    events += 1;
    const subject = textField(row, SUBJECT);
    if (subject !== open) {
      close();
      open = subject;
      facts = [];
    }
    facts.push(factOf(row, texts));
  });
  close();
  return events;
}

function query(
  client: pg.Client,
  ledger: LedgerId,
  kind: string,
  { after, upTo }: Range,
  position: bigint,
): string {
  const text = (value: string): string => client.escapeLiteral(value);
  return `select ${columns} from ledger.event
    where ledger = ${text(ledger)} and kind = ${text(kind)} and position <= ${position}
      ${after === null ? "" : `and subject > ${text(after)}`} ${upTo === null ? "" : `and subject <= ${text(upTo)}`}
    order by subject, position`;
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

function factOf(row: CopiedRow, texts: Texts): Fact {
  return {
    position: bigintField(row, POSITION),
    type: texts.of(row, TYPE) as EventType,
    source: texts.of(row, SOURCE),
    id: textField(row, ID),
    at: Math.floor(microsField(row, OCCURRED_AT) / 1_000),
    data: dataIn(row),
  };
}

const DATA = Buffer.from('{"data":');
const ID_NEXT = Buffer.from(',"id":"');
const CLOSING = "}".charCodeAt(0);

/** As in fact.ts, from bytes. */
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

/** Two runs of facts in one, in ledger order. */
function merged(facts: readonly Fact[], others: readonly Fact[]): readonly Fact[] {
  return [...facts, ...others].sort((a, b) => (a.position < b.position ? -1 : 1));
}
