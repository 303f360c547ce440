import { ledgerAsked } from "./ledger-asked.js";
import { Parameters } from "./parameters.js";
import { found } from "./publication-routes.js";
import { atOneMoment, type Reading } from "./reading.js";
import { reportHtml } from "./report/html.js";
import { readReport } from "./report/model.js";
import { reportXlsx } from "./report/xlsx.js";

/** A file that a route answers. */
export interface FileAnswer {
  readonly type: string;
  readonly name: string;
  readonly body: string | Buffer;
}

/** `GET /v1/publications/{id}/report`: the notice (通报) of a publication, as HTML or as a workbook. */
export async function getReport(
  reading: Reading,
  id: string,
  query: Readonly<Record<string, unknown>>,
): Promise<FileAnswer> {
  const parameters = new Parameters(query).only("ledger", "format");
  const format = parameters.oneOf("format", ["html", "xlsx"]) ?? "html";
  const report = await atOneMoment(reading.pool, async (client) =>
    readReport(client, await found(client, await ledgerAsked(client, reading, parameters), id)),
  );
  const name = `${report.publication.ledger}-${report.publication.id}.${format}`;
  return format === "html"
    ? { type: "text/html; charset=utf-8", name, body: reportHtml(report, reading.now()) }
    : {
        type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        name,
        body: await reportXlsx(report, reading.now()),
      };
}
