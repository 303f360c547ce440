import type { LedgerId } from "@anshi/ledger";

/** The ledger that the soak fills: the default one. */
export const LEDGER = "3209" as LedgerId;

export const TIME_ZONE = "Asia/Shanghai";
