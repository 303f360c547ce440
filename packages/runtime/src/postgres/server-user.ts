import { chown, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { StartFailure } from "../start-failure.js";

/** The user PostgreSQL runs as: ourselves, or, since it refuses to run as root, `nobody`. */
export interface ServerUser {
  readonly spawn: { readonly uid?: number; readonly gid?: number };
  /** Gives a file or directory to the user. */
  readonly own: (path: string) => Promise<void>;
  /** Fails when the user cannot pass through every directory above the path. */
  readonly mustReach: (path: string) => Promise<void>;
}

const NOBODY = 65_534;

/** Who PostgreSQL runs as here. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) {
    return { spawn: {}, own: async () => undefined, mustReach: async () => undefined };
  }
  return {
    spawn: { uid: NOBODY, gid: NOBODY },
    own: (path) => chown(path, NOBODY, NOBODY),
    mustReach: async (path) => {
      for (let at = dirname(path); ; at = dirname(at)) {
        const { uid, mode } = await stat(at);
        if (uid !== NOBODY && (mode & 0o001) === 0) {
          throw new StartFailure(
            "directory",
            `PostgreSQL does not run as root, and the user nobody cannot pass through ${at} to ${path}`,
            `Start anshi as an ordinary user, or move it out of ${at}, or allow passing through (chmod o+x ${at}).`,
          );
        }
        if (at === dirname(at)) return;
      }
    },
  };
}
