import { termIn } from "@anshi/terms";
import { getCase } from "../api/api.js";
import { useAnswer } from "../api/use-answer.js";
import { localTime } from "../format/local.js";
import { position } from "../format/number.js";
import { useLanguage, useWords } from "../language/language.js";
import { Empty, Failed, Loading } from "../part/notice.js";
import { useRoute } from "../route/route.js";
import { useChanges } from "../shell/use-changes.js";
import type { LedgerContext } from "../shell/use-ledger.js";
import { CaseSearch } from "./case-search.js";
import { ClockPanel } from "./clock-panel.js";
import { Timeline } from "./timeline.js";
import { caseWords } from "./words.js";

/** 案件: the facts of a case in both times, and how each of its dues comes about. */
export default function CaseView({ ledger, timeZone, units }: LedgerContext) {
  const words = useWords(caseWords);
  const language = useLanguage();
  const { path, query } = useRoute();
  const [kind, subject] = path;
  const turn = useChanges(ledger, units.root);
  const [asOf, knownAt] = [query.get("asOf"), query.get("knownAt")];
  const asked = kind !== undefined && subject !== undefined;
  const { answer, problem, again } = useAnswer(
    asked ? JSON.stringify([ledger, kind, subject, asOf, knownAt, turn]) : null,
    (signal) => getCase(kind ?? "", subject ?? "", { ledger, asOf, knownAt }, signal),
  );
  const shown = answer?.case.kind === kind && answer?.case.subject === subject ? answer : undefined;
  const nameOf = (unit: string): string => units.nameOf(unit) ?? unit;
  const content = () => {
    if (!asked) return <Empty title={words.title}>{words.hint}</Empty>;
    if (problem?.status === 404) return <Empty title={words.notFound}>{words.hint}</Empty>;
    if (problem !== undefined) return <Failed problem={problem} again={again} />;
    if (shown === undefined) return <Loading />;
    const { online, holder } = shown.case;
    return (
      <>
        <header className="case-head">
          <h1>
            {termIn(shown.case.kind, language)} {shown.case.subject}
          </h1>
          <span className="tag">
            {online === null ? words.unknown : online ? words.online : words.offline}
          </span>
          <span>
            {words.holder} {holder === null ? words.nobody : nameOf(holder)}
          </span>
          {shown.ratings.map(({ score, at }) => (
            <span key={at}>
              {words.ratings} {score} {words.points}
            </span>
          ))}
        </header>
        <div className="case">
          <section>
            <h2>{words.clocks}</h2>
            {shown.clocks.length === 0 && <p className="hint">{words.noClocks}</p>}
            {shown.clocks.map((clock) => (
              <ClockPanel
                key={`${clock.clock} ${clock.startedBy}`}
                clock={clock}
                unitName={nameOf(clock.unit)}
                timeZone={timeZone}
                asOf={shown.asOf}
              />
            ))}
          </section>
          <section>
            <h2>{words.facts}</h2>
            <Timeline facts={shown.facts} timeZone={timeZone} nameOf={units.nameOf} />
          </section>
        </div>
        <footer className="provenance">
          <span>
            {words.asOf} {localTime(shown.asOf, timeZone)} ({timeZone})
          </span>
          <span>
            {words.knownAt} {position(shown.knownAt.position)}
          </span>
          <span>
            {words.ruleSet} {shown.ruleSet}
          </span>
          <span>
            {words.calendar} {shown.calendar.join(" ")}
          </span>
        </footer>
      </>
    );
  };
  return (
    <>
      <CaseSearch key={path.join("/")} />
      {content()}
    </>
  );
}
