import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Tests run the TypeScript sources: the "source" condition of each package's exports.
const conditions = ["source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    globalSetup: ["test/postgres/setup.ts"],
    // Most of the long ones wait, for brokers, browsers and databases: two side by side even on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // By default a second, which is a demand on time that no test of ours makes.
    expect: { poll: { timeout: 30_000 } },
    exclude: ["**/node_modules/**", "**/dist/**"],
  },
});
