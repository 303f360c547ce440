import { migrate } from "@anshi/ledger";
import { serviceMain } from "@anshi/runtime";
import { startIngestor } from "./start.js";

await serviceMain({ migrate, start: startIngestor });
