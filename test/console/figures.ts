import type { Page } from "playwright-core";

/** A figure as the page shows it: where, what and the text. */
export interface ShownFigure {
  readonly measure: string;
  readonly unit: string;
  readonly figure: string;
  readonly text: string;
}

/** Every figure of the board within the elements selected. */
export async function figuresIn(page: Page, selector: string): Promise<readonly ShownFigure[]> {
  return page.evaluate<readonly ShownFigure[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].flatMap((place) =>
       [...place.querySelectorAll("[data-figure]")].map((figure) => ({
         measure: place.dataset.measure, unit: place.dataset.unit,
         figure: figure.dataset.figure, text: figure.textContent })))`,
  );
}

/** A row of `GET /v1/board`. */
export type Row = Readonly<Record<string, unknown>> & { readonly measure: string; readonly unit: string };

/** How a figure of the service is to be shown. */
export function textOf(row: Row, figure: string): string {
  const grouped = (value: unknown): string => Number(value).toLocaleString("en-US").replace("-", "−");
  if (figure === "fraction") return `${grouped(row.numerator)}/${grouped(row.counted)}`;
  if (figure === "lateBudget") return row.lateBudget === null ? "–" : grouped(row.lateBudget);
  if (figure !== "rate") return grouped(row[figure]);
  if (row.rateText !== null) return `${row.rateText}%`;
  if (!row.count) return "";
  return (Math.floor((100 * Number(row.sum)) / Number(row.count)) / 100).toFixed(2);
}
