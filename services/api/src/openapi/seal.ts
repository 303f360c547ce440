import { hash, nullable, text } from "./schema.js";

export const seal = {
  type: "object",
  description: "A signed head of the ledger; docs/audit.md tells how it is verified",
  properties: {
    ...{ format: { const: "anshi-seal-1" }, ledger: text, number: text, position: text, count: text },
    ...{ chainHash: hash, root: hash, sealedAt: text, previous: { ...hash, type: ["string", "null"] } },
    ...{ key: text, nextKey: nullable("string"), signature: text },
    altered: { const: true, description: "only in place of all else: what is stored is no seal any more" },
  },
};
