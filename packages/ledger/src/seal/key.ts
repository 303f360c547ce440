import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { type Seal, type SealContent, sealText } from "./seal.js";

/** Signs seals. */
export interface SealKey {
  /** The public key as seals name it. */
  readonly key: string;
  readonly seal: (content: SealContent) => Seal;
}

/** A fresh pair of keys as PEM: PKCS #8 and SubjectPublicKeyInfo. */
export function newKeys(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync("ed25519", {
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
}

/** The key of a private key's PEM. Throws an Error that names the fault, and nothing of the key. */
export function sealKey(pem: string): SealKey {
  const own = ed25519(() => createPrivateKey(pem), "an Ed25519 private key (PEM)");
  const key = nameOf(createPublicKey(own));
  return {
    key,
    seal: (content) => ({
      ...content,
      signature: sign(null, Buffer.from(sealText(content), "utf8"), own).toString("base64url"),
    }),
  };
}

/** A public key as seals name it, from its PEM (or the private key's). Throws an Error that names the fault. */
export function publicKey(pem: string): string {
  return nameOf(ed25519(() => createPublicKey(pem), "an Ed25519 public key (PEM)"));
}

/** The PEM of a public key as seals name it. */
export function publicKeyPem(key: string): string {
  return keyObject(key).export({ type: "spki", format: "pem" }).toString();
}

/** Whether a seal was signed with the key it names. */
export function isSigned(seal: Seal): boolean {
  try {
    const signature = Buffer.from(seal.signature, "base64url");
    return verify(null, Buffer.from(sealText(seal), "utf8"), keyObject(seal.key), signature);
  } catch {
    // Not every 32 bytes are a key.
    return false;
  }
}

function keyObject(key: string): KeyObject {
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: key }, format: "jwk" });
}

function nameOf(object: KeyObject): string {
  const { x } = object.export({ format: "jwk" });
  if (x === undefined) throw new Error("not an Ed25519 key");
  return x;
}

function ed25519(read: () => KeyObject, expected: string): KeyObject {
  let object: KeyObject | undefined;
  try {
    object = read();
  } catch {
    // What the library says may quote the input.
  }
  if (object?.asymmetricKeyType !== "ed25519") throw new Error(`expected ${expected}`);
  return object;
}
