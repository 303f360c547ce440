import type { EventType, Fact } from "@anshi/domain";
import type { StoredEvent } from "@anshi/ledger";
import { dataOf } from "./data.js";

/** A fact with the case it belongs to. */
export interface CaseFact extends Fact {
  readonly subject: string;
}

/** The fact a stored event is: its body was decoded when it was accepted, and is only read here. */
export function toFact(event: StoredEvent): CaseFact {
  return {
    position: event.position,
    type: event.type as EventType,
    source: event.source,
    id: event.id,
    subject: event.subject,
    at: event.occurredAt,
    data: dataIn(event.body),
  };
}

const DATA = '{"data":';
const ID_NEXT = ',"id":"';

/** In canonical JSON the data come first, where there are any, and the id mostly next. */
function dataIn(body: string): Fact["data"] {
  if (body.startsWith(DATA)) {
    const end = body.indexOf("}", DATA.length) + 1;
    const data = body.startsWith(ID_NEXT, end) ? dataOf(body.slice(DATA.length, end)) : undefined;
    if (data !== undefined) return data;
  }
  return (JSON.parse(body) as { readonly data?: Fact["data"] }).data ?? {};
}
