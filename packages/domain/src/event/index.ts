export { DEMO_SOURCE, isInvented, SIMULATED_SOURCE, SYSTEM_SOURCE } from "./attributes.js";
export { type BinaryMessage, type DecodedBinary, decodeBinary } from "./binary.js";
export { canonical } from "./canonical.js";
export { type CaseKind, caseKinds, catalogue, type EventType, isCaseKind } from "./catalogue.js";
export { type AcceptedEvent, type DecodeContext, type Decoded, decode, decodeText } from "./decode.js";
export { exampleEvent, examples } from "./examples.js";
export {
  conflictingDuplicate,
  type Fault,
  fault,
  LARGEST_MESSAGE,
  notJson,
  type Rejection,
  type RejectionCode,
  rejection,
  rejectionCodes,
} from "./rejection.js";
export { eventSchemas } from "./schemas.js";
export { usccCheckDigit } from "./uscc.js";
