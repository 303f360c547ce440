import { defineConfig } from "vitest/config";

// Tests run the TypeScript sources: the "source" condition of each package's exports.
const conditions = ["source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    globalSetup: ["test/postgres/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    exclude: ["**/node_modules/**", "**/dist/**"],
  },
});
