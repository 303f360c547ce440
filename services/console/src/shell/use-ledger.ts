import { useMemo, useRef } from "react";
import type { LedgerItem } from "../api/answers.js";
import { getLedgers, getUnits } from "../api/api.js";
import type { Problem } from "../api/problem.js";
import { type Asked, useAnswer } from "../api/use-answer.js";
import { type Units, unitsOf } from "../board/tree.js";
import { useRoute } from "../route/route.js";
import { useToken } from "../session/token.js";

/** The ledger every view is of. */
export interface LedgerContext {
  readonly ledger: string;
  readonly timeZone: string;
  readonly units: Units;
  /** Asks for the units anew: the board knows of some that are not among them. */
  readonly renew: () => void;
}

/** The ledgers there are, and the one the address names (or the service's default) with its units. */
export function useLedger(): {
  readonly ledgers: readonly LedgerItem[];
  readonly context: LedgerContext | undefined;
  readonly problem: Problem | undefined;
  readonly again: () => void;
} {
  const named = useRoute().query.get("ledger");
  const own = useToken();
  const all = useAnswer(`ledgers ${own}`, getLedgers);
  const items = all.answer?.items ?? [];
  const item = items.find(({ ledger }) => ledger === named) ?? items.find((each) => each.default);
  const ledger = item?.ledger;
  const units: Asked<Awaited<ReturnType<typeof getUnits>>> = useAnswer(
    ledger === undefined ? null : `units ${ledger} ${own}`,
    (signal) => getUnits(ledger ?? "", signal),
  );
  const tree = units.answer;
  const renew = useRef<() => void>(() => undefined);
  renew.current = () => {
    all.again();
    units.again();
  };
  const context = useMemo(
    () =>
      item === undefined || tree === undefined || tree.ledger !== item.ledger
        ? undefined
        : {
            ledger: item.ledger,
            timeZone: item.timeZone,
            units: unitsOf(tree.items, item.ledger),
            renew: () => renew.current(),
          },
    [item, tree],
  );
  return {
    ledgers: items,
    context,
    problem: all.problem ?? units.problem,
    again: () => renew.current(),
  };
}
