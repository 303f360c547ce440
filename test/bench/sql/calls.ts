/** What dashboards ask of a ledger at T (a SQL expression), by what it is called in the figures of the benchmark. */
export function calls(ledger: string, asOf: string): Readonly<Record<string, string>> {
  const at = `as_of => ${asOf}`;
  const ask = (call: string): string => `select * from board.${call}`;
  return {
    "figures, all time": ask(`figures('${ledger}', ${at})`),
    "figures, year": ask(`figures('${ledger}', ${at}, from_day => '2025-01-01')`),
    "figures, one unit": ask(`figures('${ledger}', ${at}, units => '{320902}')`),
    "figures, received": ask(`figures('${ledger}', ${at}, from_day => '2025-01-01', cohort => 'received')`),
    "figures_by_month, one unit": ask(`figures_by_month('${ledger}', ${at}, units => '{${ledger}}')`),
    "figures_by_month, all units": ask(`figures_by_month('${ledger}', ${at})`),
    "trend, a quarter": ask(`trend('${ledger}', ${at}, measures => '{25.1a}', units => '{${ledger}}')`),
    "trend, a year": ask(
      `trend('${ledger}', from_day => '2024-12-01', ${at}, measures => '{25.1a}', units => '{${ledger}}')`,
    ),
    ranking: ask(`ranking('${ledger}', '320900', ${at}, from_day => '2025-01-01', measures => '{25.1a}')`),
    changes: ask(`changes('${ledger}', before => board.position_at('${ledger}', ${asOf}) - 1000, ${at})`),
    near_due: ask(`near_due('${ledger}', ${at})`),
    near_due_counts: ask(`near_due_counts('${ledger}', ${at})`),
    overdue: ask(`overdue('${ledger}', ${at})`),
    "overdue, one unit": ask(`overdue('${ledger}', ${at}, units => '{320902}')`),
    late: ask(`late('${ledger}', ${at})`),
    ended: ask(`ended('${ledger}', ${at})`),
    unclassified: ask(`unclassified('${ledger}', ${at})`),
    suspended: ask(`suspended('${ledger}', ${at})`),
    parked: ask(`parked('${ledger}')`),
    units: ask(`units('${ledger}')`),
    standing: ask("standing"),
    throughput: ask(`throughput('${ledger}', ${asOf}::timestamptz - interval '2 days', ${asOf})`),
    rejections: ask(`rejections('${ledger}', ${asOf}::timestamptz - interval '30 days', ${asOf})`),
  };
}
