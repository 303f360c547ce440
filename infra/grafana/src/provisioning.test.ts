import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { dashboards } from "./dashboards.js";

const directory = new URL("../provisioning/", import.meta.url);
const files = (kind: string): readonly string[] =>
  readdirSync(new URL(`${kind}/`, directory)).map((name) =>
    readFileSync(new URL(`${kind}/${name}`, directory), "utf8"),
  );

interface Source {
  readonly uid: string;
  readonly type: string;
  readonly url: string;
  readonly user?: string;
  readonly editable: boolean;
  readonly jsonData?: { readonly timeInterval?: string };
  readonly secureJsonData?: Readonly<Record<string, string>>;
}

const sources = files("datasources").flatMap(
  (text) => (parse(text) as { readonly datasources: readonly Source[] }).datasources,
);

describe("what Grafana is provisioned with", () => {
  it("are the data sources that the dashboards ask by default", () => {
    for (const { templating } of dashboards) {
      const asked = (templating?.list ?? []).filter(({ type }) => type === "datasource");
      expect(asked.map(({ query, current }) => [query, current?.value]).sort()).toEqual(
        sources.map(({ type, uid }) => [type, uid]).sort(),
      );
    }
  });

  it("holds no secret and no address of one installation", () => {
    expect(sources.length).toBe(2);
    for (const { url, user, secureJsonData, editable } of sources) {
      expect([url, user ?? "$__env{", editable]).toEqual([
        expect.stringMatching(/^\$__env\{\w+\}$/u),
        expect.stringMatching(/^\$__env\{/u),
        false,
      ]);
      for (const secret of Object.values(secureJsonData ?? {}))
        expect(secret).toMatch(/^\$__file\{\/[\w/]+\}$/u);
    }
  });

  it("knows how often Prometheus scrapes", () => {
    const deployed = readFileSync(new URL("../../prometheus/prometheus.yml", import.meta.url), "utf8");
    const { global } = parse(deployed) as { readonly global: { readonly scrape_interval: string } };
    const told = sources.flatMap(({ jsonData }) => jsonData?.timeInterval ?? []);
    expect(told).toEqual([global.scrape_interval]);
  });

  it("are dashboards from files, in a folder of their own, which nobody changes or deletes in place", () => {
    const [text = ""] = files("dashboards");
    expect(parse(text)).toMatchObject({
      apiVersion: 1,
      providers: [{ type: "file", folderUid: "anshi", allowUiUpdates: false, disableDeletion: true }],
    });
  });
});
