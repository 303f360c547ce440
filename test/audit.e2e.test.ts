import { spawnSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { embeddedUrl } from "@anshi/runtime";
import { root } from "@anshi/test-postgres/root";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Anshi, dataDirectory, runAnshi, startAnshi } from "./support/anshi.js";
import { post } from "./support/client.js";

let directory: string;
let remove: () => Promise<void>;
let anshi: Anshi;
beforeAll(async () => {
  [directory, remove] = await dataDirectory();
  anshi = await startAnshi(directory);
});
afterAll(async () => {
  await anshi?.stop();
  await remove?.();
});

const at = (name: string): string => join(directory, name);
const command = (...words: readonly string[]) => runAnshi(words, { ANSHI_URL: anshi.url });
/** What a command printed, when it ended well. */
async function said(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await command(...words);
  expect([words.join(" "), code, stderr]).toEqual([words.join(" "), 0, expect.anything()]);
  return stdout.trim();
}
const verify = (...words: readonly string[]) =>
  command("verify", "--data-dir", directory, "--json", ...words);

async function bring(first: number, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_none, n) => ({
    ...{ specversion: "1.0", id: `${first + n}`, source: "urn:test", subject: `C-${first + n}` },
    ...{ type: "io.anshi.complaint.received.v1", time: "2026-03-02T09:00:00+08:00" },
    data: { unit: "320902", online: true },
  }));
  await post(anshi.url, events);
}

it("is sealed, verified, proved offline and by another verifier; its key changes; what is altered is named", {
  timeout: 240_000,
}, async () => {
  await bring(1, 500);
  const key = at("seal.key.pub");
  await said("seal", "--save", at("first.json"));
  expect(await said("keys", "show", key)).toBe(JSON.parse(await readFile(at("first.json"), "utf8")).key);

  // The key that was made on the first start announces another, which then takes its place.
  await said("keys", "new", at("next.key"));
  await bring(501, 20);
  await said("seal", "--next-key", at("next.key.pub"));
  await bring(521, 20);
  expect(await command("seal")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("announced another key"),
  });
  await said("seal", "--key-file", at("next.key"), "--data-dir", directory);
  await writeFile(at("seal.key"), await readFile(at("next.key")));
  await bring(541, 1);
  expect(await said("seal")).toContain("covers 541 events");
  const { items } = JSON.parse(await said("seals", "--json"));
  expect(new Set(items.map((seal: { readonly key: string }) => seal.key)).size).toBe(2);
  // Sent out by the steward, which may have sealed by itself meanwhile.
  while ((await readdir(at("seals"))).length < items.length)
    await new Promise((resolve) => setTimeout(resolve, 100));

  const whole = await verify("--seal", at("seals"), "--seal", at("first.json"), "--public-key", key);
  expect([whole.code, JSON.parse(whole.stdout)]).toMatchObject([
    0,
    { ok: true, position: "541", checked: { events: 541, seals: items.length, figures: 0 } },
  ]);
  const text = await command("verify", "--data-dir", directory, "--quiet");
  expect(text.stdout).toMatch(/verifies up to position 541[\s\S]*--public-key/u);
  expect((await verify("--public-key", at("next.key.pub"))).code).toBe(0);
  expect((await verify("--ledger", "nowhere")).code).toBe(2);

  const pack = at("pack.zip");
  await said("evidence", "--case", "complaint/C-7", "--out", pack);
  expect(await said("evidence", "check", pack, "--public-key", at("next.key.pub"))).toContain(
    "This pack holds.",
  );
  expect((await command("evidence", "check", pack, "--public-key", key)).code).toBe(1);
  const script = (...words: readonly string[]) => {
    const ran = spawnSync(process.execPath, [join(root, "tools/verify-evidence.mjs"), ...words]);
    return [ran.status, `${ran.stdout}${ran.stderr}`];
  };
  expect(script(pack, at("next.key.pub"))).toEqual([0, expect.stringContaining("complaint C-7")]);
  expect(script(key)).toEqual([1, expect.stringContaining("it is no zip archive")]);
  expect(script(at("none.zip"))).toEqual([2, expect.stringContaining("none.zip cannot be read")]);
  expect((await command("evidence")).code).toBe(2);
  expect((await command("evidence", "--case", "complaint/none", "--out", at("none.zip"))).code).toBe(1);

  const client = new pg.Client(await embeddedUrl(directory));
  await client.connect();
  await client.query(`
    alter table ledger.event disable trigger append_only; alter table ledger.event_p00000 disable trigger append_only;
    update ledger.event set body = replace(body, '320902', '320903') where position = 321`);
  await client.end();
  const altered = await verify();
  expect([altered.code, JSON.parse(altered.stdout)]).toMatchObject([
    1,
    { ok: false, found: 1, findings: [{ code: "body-hash", position: "321" }] },
  ]);
});
