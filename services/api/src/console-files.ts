import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** A file of the console's page, as it is answered. */
export interface ConsoleFile {
  readonly type: string;
  readonly body: Buffer;
  /** Packed once; `null` where packing gains nothing. */
  readonly packed: Buffer | null;
  readonly etag: string;
  readonly cacheControl: string;
}

/** Where the console is built to, beside this service. */
export const consoleDirectory = fileURLToPath(new URL("../../console/dist/page/", import.meta.url));

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
  ".woff2": "font/woff2",
};

/** The files of the built page by their address, read once: they are few. Empty when the page is not built. */
export function consoleFiles(directory: string): ReadonlyMap<string, ConsoleFile> {
  const files = new Map<string, ConsoleFile>();
  if (!existsSync(join(directory, "index.html"))) return files;
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = relative(directory, join(entry.parentPath, entry.name)).split(sep).join("/");
    const type = types[extname(path)];
    if (!entry.isFile() || type === undefined || path.startsWith(".")) continue;
    files.set(
      path === "index.html" ? "/" : `/${path}`,
      file(path, type, readFileSync(join(directory, path))),
    );
  }
  return files;
}

function file(path: string, type: string, body: Buffer): ConsoleFile {
  const packed = gzipSync(body, { level: 9 });
  return {
    type,
    body,
    packed: packed.length < body.length ? packed : null,
    etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    // The names of built assets carry a hash of their content; the page that names them is asked for each time.
    cacheControl: path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
}
