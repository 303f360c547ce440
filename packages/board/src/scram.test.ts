import { createHash, createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { scramVerifier } from "./scram.js";

// The exchange of RFC 7677, 3.
const salt = "W22ZaJ0SNY7soEsUEjb6gQ==";
const nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
const said = `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonce},s=${salt},i=4096,c=biws,r=${nonce}`;

it("signs as the RFC's server does", () => {
  const verifier = scramVerifier("pencil", Buffer.from(salt, "base64"));
  const [, kept, serverKey = ""] = /^SCRAM-SHA-256\$4096:([^$]+)\$[^:]+:(.+)$/u.exec(verifier) ?? [];
  expect(kept).toBe(salt);
  const signature = createHmac("sha256", Buffer.from(serverKey, "base64")).update(said).digest("base64");
  expect(signature).toBe("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
});

it("proves the client of the RFC's exchange", () => {
  const verifier = scramVerifier("pencil", Buffer.from(salt, "base64"));
  const stored = Buffer.from(/\$([^$:]+):[^:]+$/u.exec(verifier)?.[1] ?? "", "base64");
  const proof = Buffer.from("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "base64");
  const signature = createHmac("sha256", stored).update(said).digest();
  const clientKey = proof.map((byte, index) => byte ^ (signature[index] ?? 0));
  expect(createHash("sha256").update(clientKey).digest()).toEqual(stored);
});
