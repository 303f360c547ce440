export { CannotSeal } from "./cannot-seal.js";
export { isSigned, newKeys, publicKey, publicKeyPem, type SealKey, sealKey } from "./key.js";
export { makeKeyFile, publicKeyFile, readKeyFile, readPublicKeyFile, UnfitKeyFile } from "./key-file.js";
export { type Sealed, type SealOptions, sealHead } from "./make-seal.js";
export { parseSeal, readSeal } from "./parse-seal.js";
export { type Prover, prover } from "./prove.js";
export { lastSeal, type StoredSeal, sealAt, sealOf, sealsAfter, sealsBefore } from "./read-seals.js";
export { type Seal, sealJson, sealMembers } from "./seal.js";
export { tellSeals } from "./tell-seals.js";
