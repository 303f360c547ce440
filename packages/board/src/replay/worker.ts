import { serve } from "@anshi/ledger";
import { folding } from "./hands.js";

await serve(folding);
