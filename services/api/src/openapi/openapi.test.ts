import { expect, it } from "vitest";
import { openApi } from "./openapi.js";

const document = openApi() as { readonly paths: object; readonly components: { readonly schemas: object } };

function references(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "$ref" ? [String(inner)] : references(inner),
  );
}

it("refers only to schemas that are there", () => {
  const found = references(document);
  expect(found.length).toBeGreaterThan(40);
  const missing = found.filter((reference) => {
    const steps = reference.replace("#/", "").split("/");
    const target = steps.reduce<unknown>(
      (at, step) =>
        (at as Record<string, unknown> | undefined)?.[step.replaceAll("~1", "/").replaceAll("~0", "~")],
      document,
    );
    return target === undefined;
  });
  expect(missing).toEqual([]);
});

it("describes every address of the contract", () => {
  expect(Object.keys(document.paths).sort()).toEqual([
    "/healthz",
    "/metrics",
    "/readyz",
    "/runbooks/{name}",
    "/v1/board",
    "/v1/calendar",
    "/v1/cases",
    "/v1/cases/{kind}/{subject}",
    "/v1/cases/{kind}/{subject}/evidence",
    "/v1/diff",
    "/v1/events",
    "/v1/ledgers",
    "/v1/ledgers/{ledger}",
    "/v1/ledgers/{ledger}/events",
    "/v1/ledgers/{ledger}/proof",
    "/v1/ledgers/{ledger}/seals",
    "/v1/ledgers/{ledger}/verification",
    "/v1/publications",
    "/v1/publications/{id}",
    "/v1/publications/{id}/figures/{figure}/evidence",
    "/v1/publications/{id}/recompute",
    "/v1/publications/{id}/report",
    "/v1/rejections",
    "/v1/rejections/{number}",
    "/v1/rejections/{number}/payload",
    "/v1/rejections/{number}/redrive",
    "/v1/stream",
    "/v1/units",
  ]);
});
