export { consistencyRanges, isConsistent } from "./consistency.js";
export { Frontier } from "./frontier.js";
export { emptyRoot, type Hash, isHash, leafHash, leafHashAt, nodeHash } from "./hash.js";
export { inclusionRanges, rootByInclusion } from "./inclusion.js";
export { membershipRanges, rootByMembership } from "./membership.js";
export type { Range } from "./range.js";
export { BLOCK, BLOCK_LEVEL, Tree } from "./tree.js";
