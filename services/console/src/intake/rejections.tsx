import { rejectionCodes } from "@anshi/domain";
import { Fragment, useState } from "react";
import { getRejections, type Rejection } from "../api/intake.js";
import { useAnswer } from "../api/use-answer.js";
import { localTime } from "../format/local.js";
import { useWords } from "../language/language.js";
import { Choice } from "../part/choice.js";
import { Empty, Failed, Loading } from "../part/notice.js";
import { TableFrame } from "../part/table-frame.js";
import { useQuery } from "../route/use-query.js";
import { RejectionDetail } from "./rejection-detail.js";
import { intakeWords } from "./words.js";

/** What was refused, the newest first; one of them opened. */
export function Rejections({ ledger, timeZone }: { readonly ledger: string; readonly timeZone: string }) {
  const words = useWords(intakeWords);
  const [query, change] = useQuery();
  const code = query.get("code") ?? "";
  const open = query.get("number");
  const first = useAnswer(`rejections ${ledger} ${code}`, (signal) =>
    getRejections(ledger, code, null, signal),
  );
  return (
    <section className="panel" aria-labelledby="refused">
      <h2 id="refused">{words.refused}</h2>
      <p className="hint">{words.refusedHint}</p>
      <div className="controls">
        <Choice
          label={words.code}
          value={code}
          options={[
            { value: "", text: words.allCodes },
            ...rejectionCodes.map((value) => ({ value: value as string, text: value })),
          ]}
          onChange={(value) => change({ code: value, number: null })}
        />
      </div>
      {first.problem !== undefined && <Failed problem={first.problem} again={first.again} />}
      {first.answer === undefined && first.problem === undefined && <Loading />}
      {first.answer !== undefined && first.problem === undefined && (
        <Pages
          key={`${ledger} ${code} ${first.answer.items[0]?.number} ${first.answer.items[0]?.disposal}`}
          first={first.answer}
          more={(cursor) => getRejections(ledger, code, cursor)}
          timeZone={timeZone}
          ledger={ledger}
          open={open}
          onOpen={(number) => change({ number })}
          onChanged={first.again}
        />
      )}
    </section>
  );
}

interface PagesProps {
  readonly first: Awaited<ReturnType<typeof getRejections>>;
  readonly more: (cursor: string) => ReturnType<typeof getRejections>;
  readonly ledger: string;
  readonly timeZone: string;
  readonly open: string | null;
  readonly onOpen: (number: string | null) => void;
  readonly onChanged: () => void;
}

function Pages({ first, more, ledger, timeZone, open, onOpen, onChanged }: PagesProps) {
  const words = useWords(intakeWords);
  const [further, setFurther] = useState<readonly Rejection[]>([]);
  const [next, setNext] = useState(first.next);
  const items = [...first.items, ...further];
  if (items.length === 0) return <Empty title={words.none} />;
  const goOn = async (cursor: string): Promise<void> => {
    const page = await more(cursor);
    setFurther((before) => [...before, ...page.items]);
    setNext(page.next);
  };
  return (
    <>
      <TableFrame label={words.refused}>
        <table className="plain-table rejections">
          <thead>
            <tr>
              {[
                words.number,
                words.received,
                words.code,
                words.reason,
                words.path,
                words.origin,
                words.state,
              ].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span className="hidden">{words.show}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Fragment key={item.number}>
                <tr data-number={item.number}>
                  <td className="number">{item.number}</td>
                  <td className="nowrap">{localTime(item.receivedAt, timeZone)}</td>
                  <td>
                    <code>{item.code}</code>
                  </td>
                  <td>{item.message}</td>
                  <td>
                    <code>{item.path}</code>
                  </td>
                  <td className="origin">{item.origin}</td>
                  <td className="nowrap">{words[item.disposal ?? "kept"]}</td>
                  <td>
                    <button
                      type="button"
                      aria-expanded={open === item.number}
                      onClick={() => onOpen(open === item.number ? null : item.number)}
                    >
                      {open === item.number ? words.hide : words.show}
                    </button>
                  </td>
                </tr>
                {open === item.number && (
                  <tr>
                    <td colSpan={8}>
                      <RejectionDetail ledger={ledger} number={item.number} onChanged={onChanged} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {next !== null && (
        <p>
          <button type="button" onClick={() => void goOn(next)}>
            {words.more}
          </button>
        </p>
      )}
    </>
  );
}
