import { soakOptions } from "./options.js";
import { reportText } from "./report.js";
import { soak } from "./soak.js";

// `pnpm test:soak -- --minutes 30 --rate 1000`: the report on stdout, what happens meanwhile on stderr; 1 on any breach.
const options = soakOptions(process.argv.slice(2));
const ending = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ending.abort());
const report = await soak(options, (line) => process.stderr.write(`${line}\n`), ending.signal);
process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
process.exitCode = report.breaches.length === 0 ? 0 : 1;
