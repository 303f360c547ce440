import { usccCheckDigit } from "@anshi/domain";
import type { Random } from "./random.js";

const TRADERS = 300;
/** There is no region 320999, so that no code is a real trader's. */
const INVENTED_REGION = "91320999";

/** Well-formed credit codes of invented traders. */
export function traders(random: Random): readonly [string, ...string[]] {
  const one = (): string => {
    const body = `${INVENTED_REGION}${String(random.below(1_000_000_000)).padStart(9, "0")}`;
    return `${body}${usccCheckDigit(body) ?? "0"}`;
  };
  return [one(), ...Array.from({ length: TRADERS - 1 }, one)];
}
