import { useEffect, useMemo, useRef } from "react";
import type { Query } from "../api/request.js";
import { measureOf } from "../board/measure-text.js";
import { localTime } from "../format/local.js";
import { integer, position } from "../format/number.js";
import { useLanguage, useWords } from "../language/language.js";
import { Empty, Failed, Loading } from "../part/notice.js";
import { hrefOf } from "../route/route.js";
import { useQuery } from "../route/use-query.js";
import { useChanges } from "../shell/use-changes.js";
import type { LedgerContext } from "../shell/use-ledger.js";
import { type Cells, clockColumns, parkedColumns } from "./columns.js";
import { counts } from "./counts.js";
import { ListFilters } from "./list-filters.js";
import { listNamed, listNames } from "./lists.js";
import { nextOrder, orderOf, sorted } from "./sorted.js";
import { useList } from "./use-list.js";
import { VirtualTable } from "./virtual-table.js";
import { listWords } from "./words.js";
import { saveWorkbook } from "./workbook.js";

/** 临期与超期: the cases somebody has to see to. */
export default function ListsView({ ledger, timeZone, units }: LedgerContext) {
  const words = useWords(listWords);
  const language = useLanguage();
  const [query, change] = useQuery();
  const list = listNamed(query.get("state"));
  const measure = list.name === "parked" ? undefined : measureOf(query.get("measure") ?? "");
  const given: Query = Object.fromEntries(list.filters.map((name) => [name, query.get(name)]));
  const clock = measure === undefined ? {} : { clock: measure.clock };
  const asks = list.asks.map((ask) => ({ ledger, ...given, ...clock, ...ask }));
  const { rows, moment, cut, done, problem } = useList(asks, useChanges(ledger, units.root));
  const columns = list.name === "parked" ? parkedColumns : clockColumns;
  const sort = query.get("sort");
  const order = useMemo(() => orderOf(sort), [sort]);
  const asOf = moment?.asOf ?? "";
  const cells: Cells = useMemo(
    () => ({ words, language, timeZone, nameOf: units.nameOf, asOf }),
    [words, language, timeZone, units, asOf],
  );
  const sought = (query.get("q") ?? "").trim().toLowerCase();
  const shown = useMemo(
    () =>
      sorted(
        rows.filter((row) => row.subject.toLowerCase().includes(sought) && counts(row, measure)),
        columns,
        order,
        cells,
      ),
    [rows, sought, measure, columns, order, cells],
  );
  const tabs = useRef<HTMLElement>(null);
  // On a phone the tab of the list may be out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another list is shown
  useEffect(() => {
    tabs.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [list.name]);
  const title = words.names[list.name];
  const provenance =
    moment === undefined
      ? ""
      : `${words.asOf} ${localTime(moment.asOf, timeZone)} · ${words.position} ${position(moment.knownAt.position)}`;
  return (
    <>
      <h1 className="hidden">{words.title}</h1>
      <nav ref={tabs} className="tabs" aria-label={words.lists}>
        {listNames.map((name) => (
          <a
            key={name}
            href={hrefOf("lists", { ledger: query.get("ledger"), unit: query.get("unit"), state: name })}
            aria-current={name === list.name ? "page" : undefined}
          >
            {words.names[name]}
          </a>
        ))}
      </nav>
      <div className="controls">
        <ListFilters list={list} units={units} />
        <button
          type="button"
          className="controls-end"
          disabled={!done || shown.length === 0}
          onClick={() => void saveWorkbook(title, shown, columns, cells, provenance)}
        >
          {words.download}
        </button>
      </div>
      {problem !== undefined && <Failed problem={problem} />}
      {problem === undefined && !done && rows.length === 0 && <Loading />}
      {done && shown.length === 0 && <Empty title={words.none}>{words.noneHint}</Empty>}
      {shown.length > 0 && (
        <VirtualTable
          label={title}
          rows={shown}
          columns={columns}
          cells={cells}
          order={order}
          onOrder={(column) => change({ sort: nextOrder(order, column) })}
          link={{ ledger: query.get("ledger") }}
        />
      )}
      <p className="hint list-foot" role="status">
        {moment !== undefined && (
          <>
            <span data-count={shown.length}>{words.rows(integer(shown.length), integer(rows.length))}</span>
            {cut && <b>{words.cut}</b>}
            <span>{provenance}</span>
          </>
        )}
      </p>
    </>
  );
}
