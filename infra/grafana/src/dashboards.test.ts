import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { dashboardFiles } from "./dashboards.js";

const directory = new URL("../dashboards/", import.meta.url);

it("are committed as the sources have them: `pnpm docs:generate` writes them", () => {
  const committed = Object.fromEntries(
    readdirSync(directory).map((name) => [name, readFileSync(new URL(name, directory), "utf8")]),
  );
  expect(committed).toEqual(dashboardFiles());
});
