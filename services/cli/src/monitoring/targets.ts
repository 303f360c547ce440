/** Where metrics are scraped, as Prometheus reads it from a file. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: { readonly service: string };
}

/** Targets of a text such as `api=api:8417,steward=steward:9464`; `undefined` when it is none. */
export function parseTargets(text: string): readonly TargetGroup[] | undefined {
  const groups = new Map<string, string[]>();
  for (const part of text.split(",").filter((each) => each.trim() !== "")) {
    const match = /^\s*([a-z][a-z0-9-]*)\s*=\s*([^\s/=]+:\d{1,5})\s*$/u.exec(part);
    if (match === null) return undefined;
    const [, service = "", target = ""] = match;
    groups.set(service, [...(groups.get(service) ?? []), target]);
  }
  return [...groups].map(([service, targets]) => ({ targets, labels: { service } }));
}
