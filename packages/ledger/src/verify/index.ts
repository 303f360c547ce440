export type { Trust } from "./check-seals.js";
export type { Finding, FindingCode } from "./finding.js";
export {
  type FurtherCheck,
  type Verification,
  type VerifyOptions,
  type VerifyProgress,
  verify,
} from "./verify.js";
