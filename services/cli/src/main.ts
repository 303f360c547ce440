import { boardCommand } from "./commands/board.js";
import { caseCommand } from "./commands/case.js";
import { configCommand } from "./commands/config.js";
import { dashboardLoginCommand } from "./commands/dashboard-login.js";
import { demoCommand } from "./commands/demo.js";
import { diffCommand } from "./commands/diff.js";
import { evidenceCommand } from "./commands/evidence.js";
import { importCommand } from "./commands/import.js";
import { kafkaCommand } from "./commands/kafka.js";
import { keysCommand } from "./commands/keys.js";
import { listsCommand } from "./commands/lists.js";
import { monitoringCommand } from "./commands/monitoring.js";
import { publicationsCommand } from "./commands/publications.js";
import { publishCommand } from "./commands/publish.js";
import { rebuildCommand } from "./commands/rebuild.js";
import { rejectedCommand } from "./commands/rejected.js";
import { replayCommand } from "./commands/replay.js";
import { reportCommand } from "./commands/report.js";
import { rulesCommand } from "./commands/rules.js";
import { sealCommand, sealsCommand } from "./commands/seal.js";
import { simulateCommand } from "./commands/simulate.js";
import { calendarCommand, unitsCommand } from "./commands/units.js";
import { upCommand } from "./commands/up.js";
import { verifyCommand } from "./commands/verify.js";
import { processContext } from "./context.js";
import { run } from "./program.js";

const commands = [
  upCommand,
  importCommand,
  simulateCommand,
  demoCommand,
  boardCommand,
  listsCommand,
  caseCommand,
  diffCommand,
  publishCommand,
  publicationsCommand,
  reportCommand,
  unitsCommand,
  calendarCommand,
  rejectedCommand,
  rebuildCommand,
  dashboardLoginCommand,
  replayCommand,
  rulesCommand,
  verifyCommand,
  sealCommand,
  sealsCommand,
  keysCommand,
  evidenceCommand,
  kafkaCommand,
  monitoringCommand,
  configCommand,
];

// A reader that has seen enough (`anshi board | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

process.exitCode = await run(commands, process.argv.slice(2), processContext());
