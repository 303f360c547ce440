import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InvalidConfiguration, loadConfig } from "./config.js";

describe("configuration", () => {
  it("has a default for everything but what is optional", () => {
    const config = loadConfig({});
    expect(config.text("ANSHI_LEDGER")).toBe("3209");
    expect(config.integer("ANSHI_PORT")).toBe(8417);
    expect(config.optional("ANSHI_DATABASE_URL")).toBeUndefined();
    expect(config.zoneNameOf("3209")).toBe("Asia/Shanghai");
  });

  it("names every fault and never a value", () => {
    const env = {
      ...{ ANSHI_PORT: "eighty", ANSHI_TIME_ZONE: "Mars/Olympus", ANSHI_DATABASE_URL: "secret" },
      ANSHI_LEDGER: "盐城 3209",
    };
    expect(() => loadConfig(env)).toThrow(InvalidConfiguration);
    try {
      loadConfig(env);
    } catch (error) {
      expect((error as InvalidConfiguration).faults).toEqual([
        "ANSHI_DATABASE_URL: expected a URL",
        "ANSHI_LEDGER: expected 1 to 64 characters of 0-9 A-Z a-z _ -",
        "ANSHI_TIME_ZONE: expected an IANA time zone such as Asia/Shanghai",
        "ANSHI_PORT: expected a port from 0 to 65535",
      ]);
    }
  });

  it("masks secrets and says where each value comes from", () => {
    const config = loadConfig({
      ANSHI_DATABASE_URL: "postgres://anshi:hunter2@db/anshi",
      ANSHI_TOKEN: "hunter2",
    });
    expect(JSON.stringify(config.describe())).not.toContain("hunter2");
    const [database] = config.describe();
    expect(database).toMatchObject({ value: "postgres://anshi:***@db/anshi", origin: "environment" });
  });

  it("knows the zones of other ledgers and notices misspelt names", () => {
    const config = loadConfig({ ANSHI_LEDGER_ZONES: "boston=America/New_York", ANSHI_PROT: "1" });
    expect(config.zoneNameOf("boston")).toBe("America/New_York");
    expect(config.unknown).toEqual(["ANSHI_PROT"]);
  });

  it("takes a secret from a file, and shows only from where", () => {
    const directory = mkdtempSync(join(tmpdir(), "anshi-config-"));
    const file = join(directory, "url");
    writeFileSync(file, "postgres://anshi:hunter2@db/anshi\n");
    const config = loadConfig({ ANSHI_DATABASE_URL_FILE: file, ANSHI_PORT_FILE: file });
    expect(config.text("ANSHI_DATABASE_URL")).toBe("postgres://anshi:hunter2@db/anshi");
    expect(config.describe()[0]).toMatchObject({
      value: "postgres://anshi:***@db/anshi",
      origin: "file",
      file: "ANSHI_DATABASE_URL_FILE",
    });
    // Only secrets have a file.
    expect(config.unknown).toEqual(["ANSHI_PORT_FILE"]);
    writeFileSync(file, "\n");
    expect(loadConfig({ ANSHI_TOKEN_FILE: file }).optional("ANSHI_TOKEN")).toBeUndefined();
    rmSync(directory, { recursive: true });
    expect(faultsOf({ ANSHI_TOKEN_FILE: file })).toEqual(["ANSHI_TOKEN_FILE: the file cannot be read"]);
    expect(faultsOf({ ANSHI_TOKEN_FILE: file, ANSHI_TOKEN: "hunter2" })).toEqual([
      "ANSHI_TOKEN and ANSHI_TOKEN_FILE are both set; unset one",
    ]);
  });
});

function faultsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    return (error as InvalidConfiguration).faults;
  }
}
