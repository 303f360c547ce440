import type { EventType, Fact } from "@anshi/domain";
import type { StoredEvent } from "@anshi/ledger";

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
    data: (JSON.parse(event.body) as { readonly data?: Fact["data"] }).data ?? {},
  };
}
