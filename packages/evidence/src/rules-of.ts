import { type RuleSet, ruleSetNamed } from "@anshi/domain";
import { Underivable } from "./underivable.js";

/** The rules of a version. Throws Underivable. */
export function rulesOf(version: string): RuleSet {
  const rules = ruleSetNamed(version);
  if (rules === undefined) throw new Underivable(`this program does not have the rule set ${version}`);
  return rules;
}
