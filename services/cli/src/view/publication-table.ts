import { cohortName, type Language } from "@anshi/terms";
import { Failure } from "../failure.js";
import { renderTable } from "./table.js";
import type { LocalTimes } from "./zoned.js";

/** A publication as the service answers it. */
export interface PublicationRow {
  readonly id: string;
  readonly position: string;
  readonly publishedAt: string;
  readonly period: {
    readonly kind: string;
    readonly name: string;
    readonly from: string;
    readonly to: string;
  };
  readonly cohort: string;
  readonly asOf: string;
  readonly knownAt: { readonly position: string };
}

/** A figure as published and as computed again. */
export interface CheckedFigure {
  readonly figure: string;
  readonly published: Readonly<Record<string, unknown>> | null;
  readonly recomputed: Readonly<Record<string, unknown>> | null;
  readonly equal: boolean;
}

/** The body as a publication; throws `Failure` when it is none. */
export function publicationAnswer(body: unknown): PublicationRow {
  if (typeof body === "object" && body !== null && "id" in body && "period" in body)
    return body as PublicationRow;
  throw new Failure("the answer is no publication; does ANSHI_URL name an Anshi service?");
}

/** The body as a comparison; throws `Failure` when it is none. */
export function checkAnswer(body: unknown): {
  readonly id: string;
  readonly figures: readonly CheckedFigure[];
} {
  if (typeof body === "object" && body !== null && "figures" in body && Array.isArray(body.figures))
    return body as { readonly id: string; readonly figures: readonly CheckedFigure[] };
  throw new Failure("the answer is no comparison; does ANSHI_URL name an Anshi service?");
}

const heads = {
  zh: ["发布", "窗口", "口径", "截至", "已知至位置", "发布时间", "位置"],
  en: ["Publication", "Window", "Cohort", "As of", "Known at", "Published", "Position"],
} as const;

/** Publications as a table. */
export function renderPublications(
  rows: readonly PublicationRow[],
  language: Language,
  times: LocalTimes,
): string {
  return renderTable(
    heads[language].map((name) => ({ name })),
    rows.map(({ id, period, cohort, asOf, knownAt, publishedAt, position }) => [
      ...[id, `${period.from} – ${period.to}`, cohortName(cohort, language), times.at(asOf)],
      ...[knownAt.position, times.at(publishedAt), position],
    ]),
  );
}

/** The figures that do not come out as published, a line for each member that differs; and how many do. */
export function renderChecks(figures: readonly CheckedFigure[], language: Language): readonly string[] {
  const lines = figures
    .filter(({ equal }) => !equal)
    .flatMap(({ figure, published, recomputed }) => {
      const names = [...new Set([...Object.keys(published ?? {}), ...Object.keys(recomputed ?? {})])];
      const differing = names.filter(
        (name) => JSON.stringify(published?.[name]) !== JSON.stringify(recomputed?.[name]),
      );
      const told = differing.map(
        (name) =>
          `${name} ${JSON.stringify(published?.[name] ?? null)} → ${JSON.stringify(recomputed?.[name] ?? null)}`,
      );
      return `${figure}: ${told.length === 0 ? "calendar" : told.join(", ")}`;
    });
  const equal = figures.length - lines.length;
  return [
    ...lines,
    language === "zh"
      ? `${equal} 项与发布一致，${lines.length} 项不一致`
      : `${equal} figures come out as published, ${lines.length} do not`,
  ];
}
