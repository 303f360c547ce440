import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIPv6 } from "node:net";
import { Problem } from "./problem.js";

/** What a token may do: `audit` and `admin` include `read`; `admin` includes all. */
export type Role = "intake" | "read" | "audit" | "admin";

const includes: Readonly<Record<Role, readonly Role[]>> = {
  intake: ["intake"],
  read: ["read"],
  audit: ["audit", "read"],
  admin: ["admin", "audit", "read", "intake"],
};

/** Who may ask: checks a request and throws a Problem (401, 403) otherwise. */
export interface Access {
  readonly check: (request: AccessRequest, role: Role) => void;
}

export interface AccessRequest {
  readonly authorization: string | undefined;
  readonly host: string | undefined;
  readonly remoteAddress: string | undefined;
}

/** Without a token file everything is allowed, from this machine and to this machine's own names only. */
export const loopbackOnly: Access = {
  check: ({ host, remoteAddress }) => {
    // The Host header keeps a web page elsewhere from reaching in by a name of its own that resolves to loopback.
    if (!isLoopback(remoteAddress) || !isLoopbackName(host)) {
      throw new Problem(
        403,
        "forbidden",
        "without ANSHI_TOKENS_FILE only requests from and to loopback are served",
      );
    }
  },
};

/**
 * Bearer tokens from a JSON file: `{"tokens": [{"name", "token" or "sha256" (hex), "roles": [...]}]}`. Throws an Error
 * naming the fault, never a token, when the file cannot be used.
 */
export function tokenAccess(file: string): Access {
  const rolesByHash = readTokens(file);
  return {
    check: ({ authorization }, role) => {
      const token = /^Bearer\s+(\S+)$/iu.exec(authorization ?? "")?.[1];
      const roles = token === undefined ? undefined : rolesByHash.get(sha256(token));
      if (roles === undefined)
        throw new Problem(401, "unauthorized", "send Authorization: Bearer with a known token");
      if (!roles.has(role)) throw new Problem(403, "forbidden", `this token lacks the role ${role}`);
    },
  };
}

function readTokens(file: string): ReadonlyMap<string, ReadonlySet<Role>> {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  const tokens = (content as { readonly tokens?: unknown }).tokens;
  if (!Array.isArray(tokens)) throw new Error(`${file}: /tokens: expected an array`);
  const roles = new Map<string, ReadonlySet<Role>>();
  tokens.forEach((entry: Readonly<Record<string, unknown>>, index) => {
    const hash = typeof entry.sha256 === "string" ? entry.sha256.toLowerCase() : undefined;
    const own = typeof entry.token === "string" && entry.token.length >= 16 ? sha256(entry.token) : undefined;
    const key = hash ?? own;
    if (key === undefined || !/^[0-9a-f]{64}$/u.test(key)) {
      throw new Error(
        `${file}: /tokens/${index}: expected "token" of at least 16 characters or "sha256" in hex`,
      );
    }
    if (!Array.isArray(entry.roles) || !entry.roles.every(isRole)) {
      throw new Error(
        `${file}: /tokens/${index}/roles: expected roles out of ${Object.keys(includes).join(", ")}`,
      );
    }
    roles.set(key, new Set(entry.roles.flatMap((role) => includes[role])));
  });
  return roles;
}

function isRole(value: unknown): value is Role {
  return typeof value === "string" && Object.hasOwn(includes, value);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.startsWith("::ffff:") ? address.slice(7) : address;
  return plain.startsWith("127.") || (isIPv6(plain) && plain === "::1");
}

function isLoopbackName(host: string | undefined): boolean {
  const name = (host ?? "").replace(/:\d+$/u, "").toLowerCase();
  return name === "localhost" || name === "[::1]" || /^127(\.\d{1,3}){3}$/u.test(name);
}
