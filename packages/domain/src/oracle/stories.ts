import type { EventType } from "../event/index.js";

export type OracleCaseKind = "complaint" | "lead" | "dispatch" | "identity" | "odr";

export const oracleCaseKinds: readonly OracleCaseKind[] = [
  "complaint",
  "lead",
  "dispatch",
  "identity",
  "odr",
];

/** Every type a fact of a case of the kind may have. */
export const typesOf: Readonly<Record<OracleCaseKind, readonly EventType[]>> = {
  complaint: [
    "io.anshi.complaint.received.v1",
    "io.anshi.complaint.assigned.v1",
    "io.anshi.complaint.transferred.v1",
    "io.anshi.complaint.classified.v1",
    "io.anshi.complaint.accepted.v1",
    "io.anshi.complaint.rejected.v1",
    "io.anshi.complaint.suspended.v1",
    "io.anshi.complaint.resumed.v1",
    "io.anshi.complaint.agreed.v1",
    "io.anshi.complaint.terminated.v1",
    "io.anshi.complaint.withdrawn.v1",
    "io.anshi.complaint.rated.v1",
    "io.anshi.record.retracted.v1",
  ],
  lead: [
    "io.anshi.lead.received.v1",
    "io.anshi.lead.assigned.v1",
    "io.anshi.lead.transferred.v1",
    "io.anshi.lead.classified.v1",
    "io.anshi.lead.withdrawn.v1",
    "io.anshi.lead.extended.v1",
    "io.anshi.lead.suspended.v1",
    "io.anshi.lead.resumed.v1",
    "io.anshi.lead.repeated.v1",
    "io.anshi.lead.verified.v1",
    "io.anshi.lead.completed.v1",
    "io.anshi.record.retracted.v1",
  ],
  dispatch: [
    "io.anshi.dispatch.issued.v1",
    "io.anshi.dispatch.returned.v1",
    "io.anshi.dispatch.extended.v1",
    "io.anshi.dispatch.suspended.v1",
    "io.anshi.dispatch.resumed.v1",
    "io.anshi.dispatch.verified.v1",
    "io.anshi.dispatch.completed.v1",
    "io.anshi.record.retracted.v1",
  ],
  identity: [
    "io.anshi.identity.issued.v1",
    "io.anshi.identity.claimed.v1",
    "io.anshi.identity.disposed.v1",
    "io.anshi.record.retracted.v1",
  ],
  odr: [
    "io.anshi.odr.received.v1",
    "io.anshi.odr.settled.v1",
    "io.anshi.odr.failed.v1",
    "io.anshi.record.retracted.v1",
  ],
};

/** The type of an act, `act` being the fourth part of its name. */
export function typeOf(kind: OracleCaseKind, act: string): EventType {
  const found = typesOf[kind].find((type) => type.split(".")[3] === act);
  if (found === undefined) throw new Error(`no act ${act} in a case of kind ${kind}`);
  return found;
}

/**
 * What usually happens, in the order in which it is told: acts parted by blanks; `received/1` names the second unit
 * where the first is meant otherwise.
 */
export const storiesOf: Readonly<Record<OracleCaseKind, readonly string[]>> = {
  complaint: [
    "received accepted agreed",
    "received accepted terminated rated",
    "received accepted suspended resumed terminated rated",
    "received accepted suspended resumed agreed rated",
    "received accepted suspended resumed terminated",
    "received accepted suspended terminated",
    "received suspended accepted resumed agreed",
    "received accepted suspended suspended resumed agreed rated rated",
    "received accepted suspended resumed suspended resumed agreed",
    "received rejected accepted agreed rated",
    "received rejected withdrawn accepted",
    "received withdrawn accepted agreed",
    "received accepted withdrawn rated",
    "received transferred/1 received/1 accepted agreed rated",
    "received accepted transferred/1 agreed rated received/1 accepted",
    "received received/1 accepted terminated",
    "received agreed accepted rated",
    "received accepted agreed received accepted terminated rated",
    "accepted agreed received rated",
    "received classified accepted classified agreed",
  ],
  lead: [
    "received verified",
    "received suspended resumed verified completed",
    "received extended verified completed",
    "received extended suspended resumed verified completed",
    "received suspended resumed extended verified completed",
    "received suspended extended resumed completed verified",
    "received extended extended verified",
    "received suspended suspended resumed suspended resumed completed verified",
    "received repeated verified",
    "received repeated extended repeated verified verified",
    "received withdrawn repeated verified",
    "received transferred/1 received/1 verified completed",
    "received transferred/1 verified repeated received/1 extended verified",
    "received received/1 completed verified",
    "received completed verified received extended completed",
    "verified completed received received",
    "received classified suspended received/1 resumed verified",
  ],
  dispatch: [
    "issued verified",
    "issued extended verified completed",
    "issued suspended resumed verified",
    "issued suspended resumed verified completed",
    "issued suspended verified",
    "issued extended suspended resumed verified",
    "issued suspended extended resumed verified",
    "issued suspended resumed suspended resumed verified",
    "issued returned issued/1 verified",
    "issued returned verified issued/1 extended",
    "issued issued/1 extended verified",
    "verified issued issued",
    "issued verified issued verified",
  ],
  identity: [
    "issued claimed disposed",
    "issued disposed issued disposed",
    "disposed issued",
    "issued issued/1 claimed disposed",
    "issued issued disposed disposed",
  ],
  odr: [
    "received settled",
    "received failed",
    "settled received",
    "received received/1 settled",
    "received failed received settled",
    "received settled failed",
  ],
};
