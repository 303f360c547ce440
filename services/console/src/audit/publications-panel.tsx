import { Fragment, useState } from "react";
import { getPublications, type Publication, publish } from "../api/audit.js";
import { download } from "../api/download.js";
import { address } from "../api/request.js";
import { useAnswer } from "../api/use-answer.js";
import type { Units } from "../board/tree.js";
import { localTime } from "../format/local.js";
import { integer, position } from "../format/number.js";
import { useWords } from "../language/language.js";
import { Empty, Failed, Loading } from "../part/notice.js";
import { TableFrame } from "../part/table-frame.js";
import { useAction } from "../part/use-action.js";
import { useQuery } from "../route/use-query.js";
import { PublishForm } from "./publish-form.js";
import { Recomputed } from "./recomputed.js";
import { auditWords } from "./words.js";

interface Props {
  readonly ledger: string;
  readonly timeZone: string;
  readonly units: Units;
}

/** What was published, each beside its recompute. */
export function PublicationsPanel({ ledger, timeZone, units }: Props) {
  const words = useWords(auditWords);
  const [query, change] = useQuery();
  const [turn, setTurn] = useState(0);
  const { answer, problem, again } = useAnswer(`publications ${ledger} ${turn}`, (signal) =>
    getPublications(ledger, signal),
  );
  const action = useAction();
  const open = query.get("publication");
  const report = (id: string, format: "html" | "xlsx"): void =>
    action.run(() =>
      download(
        address(`/v1/publications/${encodeURIComponent(id)}/report`, { ledger, format }),
        `${id}.${format}`,
      ),
    );
  return (
    <section className="panel" aria-labelledby="publications">
      <h2 id="publications">{words.publicationsTitle}</h2>
      <p className="hint">{words.publicationsHint}</p>
      <PublishForm
        isBusy={action.isBusy}
        onPublish={(period) =>
          action.run(async () => {
            await publish(ledger, period);
            setTurn((before) => before + 1);
          })
        }
      />
      {action.problem !== undefined && <Failed problem={action.problem} />}
      {problem !== undefined && <Failed problem={problem} again={again} />}
      {answer === undefined && problem === undefined && <Loading />}
      {answer?.items.length === 0 && <Empty title={words.noPublications} />}
      {answer !== undefined && answer.items.length > 0 && (
        <TableFrame label={words.publicationsTitle}>
          <table className="plain-table publications">
            <thead>
              <tr>
                {[
                  ...[words.period, words.edition, words.publishedAt, words.asOf, words.position],
                  ...[words.count, words.recompute, words.page],
                ].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {answer.items.map((item) => (
                <Fragment key={item.id}>
                  <Row
                    item={item}
                    timeZone={timeZone}
                    isOpen={open === item.id}
                    onOpen={(isOpen) => change({ publication: isOpen ? item.id : null })}
                    onReport={(format) => report(item.id, format)}
                  />
                  {open === item.id && (
                    <tr>
                      <td colSpan={8}>
                        <Recomputed ledger={ledger} id={item.id} units={units} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  );
}

interface RowProps {
  readonly item: Publication;
  readonly timeZone: string;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onReport: (format: "html" | "xlsx") => void;
}

function Row({ item, timeZone, isOpen, onOpen, onReport }: RowProps) {
  const words = useWords(auditWords);
  return (
    <tr data-publication={item.id}>
      <td>{item.period.name}</td>
      <td className="number">{item.edition}</td>
      <td className="nowrap">{localTime(item.publishedAt, timeZone)}</td>
      <td className="nowrap">{localTime(item.asOf, timeZone)}</td>
      <td className="number">{position(item.knownAt.position)}</td>
      <td className="number">{integer(item.figures)}</td>
      <td>
        <button type="button" aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
          {isOpen ? words.hide : words.recompute}
        </button>
      </td>
      <td className="nowrap">
        <button type="button" onClick={() => onReport("html")}>
          {words.page}
        </button>{" "}
        <button type="button" onClick={() => onReport("xlsx")}>
          {words.workbook}
        </button>
      </td>
    </tr>
  );
}
