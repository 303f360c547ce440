import { ruleSet, ruleSetData } from "@anshi/domain";
import type { CommandDefinition } from "../program.js";

/** `anshi rules`: the rules in force, as the file that `anshi replay --rules` reads. */
export const rulesCommand: CommandDefinition = (program, context) => {
  program
    .command("rules")
    .description("the rules of all clocks as JSON, to be changed and tried with `anshi replay --rules`")
    .action(() => context.print(JSON.stringify(ruleSetData(ruleSet), null, 2)));
};
