import { spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of the soak's own, which can be filled. */
export interface Disk {
  readonly directory: string;
  /** Why it cannot be filled; nothing when it can. */
  readonly whyNot: string | undefined;
  /** Fills what is free; again when something was freed meanwhile. */
  readonly fill: () => void;
  /** Frees what was filled. */
  readonly free: () => void;
  readonly remove: () => Promise<void>;
}

const MIB = 1024 * 1024;

/**
 * Mounts a small tmpfs; where that is not allowed, or the memory too small for it, a plain directory that cannot be
 * filled takes its place.
 */
export async function openDisk(bytes: number): Promise<Disk> {
  const directory = await mkdtemp(join(tmpdir(), "anshi-soak-"));
  await chmod(directory, 0o755);
  const whyNot = mount(directory, bytes);
  const ballast = join(directory, "ballast");
  return {
    directory,
    whyNot,
    fill: () => {
      if (whyNot === undefined) fill(ballast);
    },
    free: () => rmSync(ballast, { force: true }),
    remove: async () => {
      if (whyNot === undefined) spawnSync("umount", ["-l", directory]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function mount(directory: string, bytes: number): string | undefined {
  if (process.getuid?.() !== 0) return "a disk can be mounted by root alone";
  if (bytes > freemem() * 0.6) return `${Math.ceil(bytes / MIB)} MB of memory are not free`;
  const { status, stderr } = spawnSync(
    "mount",
    ["-t", "tmpfs", "-o", `size=${Math.ceil(bytes / MIB)}m,mode=755`, "anshi-soak", directory],
    { encoding: "utf8" },
  );
  return status === 0 ? undefined : `a tmpfs cannot be mounted: ${(stderr ?? "").trim()}`;
}

function fill(file: string): void {
  const handle = openSync(file, "a");
  try {
    for (let size = 8 * MIB; size >= 4096; ) {
      try {
        if (writeSync(handle, Buffer.alloc(size)) < size) size /= 2;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
        size /= 2;
      }
    }
  } finally {
    closeSync(handle);
  }
}

/** Bytes in use of the file system that holds the directory. */
export function used(directory: string): number {
  const { blocks, bfree, bsize } = statfsSync(directory);
  return (blocks - bfree) * bsize;
}
