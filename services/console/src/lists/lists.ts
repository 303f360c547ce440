import type { Query } from "../api/request.js";

/** A list of clocks: what it is called and what of the service makes it up. */
export interface List {
  readonly name: ListName;
  /** Each is asked for on its own; together they are the list. */
  readonly asks: readonly Query[];
  /** The filters that mean something for it. */
  readonly filters: readonly ("unit" | "clock" | "within" | "over")[];
}

export const listNames = [
  ...(["near-due", "overdue", "unsigned", "late", "ended"] as const),
  ...(["suspended", "unclassified", "unregistered", "parked"] as const),
];
export type ListName = (typeof listNames)[number];

const plain = (name: ListName, more: readonly ("within" | "over")[] = []): List => ({
  name,
  asks: [{ state: name }],
  filters: ["unit", "clock", ...more],
});

/** Complaints nobody has accepted or rejected and identities nobody has disposed of, those past their due first. */
const unsigned: List = {
  name: "unsigned",
  asks: ["complaint.accept", "identity.claim"].flatMap((clock) =>
    ["overdue", "pending"].map((state) => ({ state, clock })),
  ),
  filters: ["unit"],
};

const lists: readonly List[] = [
  plain("near-due", ["within"]),
  plain("overdue"),
  unsigned,
  plain("late"),
  plain("ended"),
  plain("suspended", ["over"]),
  plain("unclassified"),
  plain("unregistered"),
  { name: "parked", asks: [{ state: "parked" }], filters: [] },
];

/** The list an address names; the near-due when it names none. */
export function listNamed(name: string | null): List {
  return lists.find((each) => each.name === name) ?? plain("near-due", ["within"]);
}
