/** A mapping to begin with, for a table's columns: the places to fill in are named. */
export function starterMapping(columns: readonly string[], timeZone: string): string {
  const [first = "编号", second = first] = columns;
  return `# ${columns.join(" | ")}
timeZone: ${timeZone}
events:
  - type: io.anshi.complaint.received.v1
    source: urn:import
    id: ${JSON.stringify(`{${first}}/received`)}
    subject: ${JSON.stringify(`{${first}}`)}
    time: { column: ${JSON.stringify(second)} }
    data:
      unit: "320902"
      online: true
`;
}
