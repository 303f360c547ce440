import { type CaseKind, formatInstant, type Instant, isCaseKind, parseInstant } from "@anshi/domain";
import { type LedgerId, ledgerId, type Position } from "@anshi/ledger";

/** What a pack is evidence of: a case, or a published figure. */
export type About =
  | { readonly case: { readonly kind: CaseKind; readonly subject: string } }
  | { readonly figure: string };

/** What is derived in a pack is a function of its events and of this. */
export interface Header {
  readonly ledger: LedgerId;
  readonly about: About;
  /** IANA name of the time zone that local days are of. */
  readonly zone: string;
  readonly asOf: Instant;
  readonly knownAt: Position;
  readonly ruleSet: string;
  readonly calendar: readonly string[];
}

export const PACK_FORMAT = "anshi-evidence-1";

/** As JSON. */
export function headerMembers({ ledger, about, zone, asOf, knownAt, ruleSet, calendar }: Header): object {
  return {
    format: PACK_FORMAT,
    ...{ ledger, about, zone, ruleSet, calendar },
    asOf: formatInstant(asOf),
    knownAt: String(knownAt),
  };
}

/** The header that a JSON value is; `undefined` when it is none. */
export function readHeader(value: unknown): Header | undefined {
  const { format, ledger, about, zone, asOf, knownAt, ruleSet, calendar } = (value ?? {}) as Readonly<
    Record<string, unknown>
  >;
  const id = typeof ledger === "string" ? ledgerId(ledger) : undefined;
  const instant = typeof asOf === "string" ? parseInstant(asOf) : undefined;
  const subject = readAbout(about);
  if (format !== PACK_FORMAT || id === undefined || instant === undefined || subject === undefined)
    return undefined;
  if (typeof zone !== "string" || typeof ruleSet !== "string" || !Array.isArray(calendar)) return undefined;
  if (typeof knownAt !== "string" || !/^\d{1,18}$/u.test(knownAt)) return undefined;
  return { ledger: id, about: subject, zone, asOf: instant, knownAt: BigInt(knownAt), ruleSet, calendar };
}

function readAbout(value: unknown): About | undefined {
  const { case: own, figure } = (value ?? {}) as { readonly case?: unknown; readonly figure?: unknown };
  if (typeof figure === "string") return { figure };
  const { kind, subject } = (own ?? {}) as { readonly kind?: unknown; readonly subject?: unknown };
  if (typeof kind !== "string" || !isCaseKind(kind) || typeof subject !== "string") return undefined;
  return { case: { kind, subject } };
}
