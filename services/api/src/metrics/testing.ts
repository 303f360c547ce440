/** The samples of an exposition: `name{label="value",…}`, labels as printed, to the value. */
export function samples(text: string): ReadonlyMap<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const gap = line.lastIndexOf(" ");
      return [line.slice(0, gap), Number(line.slice(gap + 1))] as const;
    }),
  );
}

/** A sample's name as `samples` has it. */
export function sample(name: string, labels: Readonly<Record<string, string>>): string {
  const printed = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${printed.join(",")}}`;
}
