import { Suspense, useEffect } from "react";
import { useWords } from "./language/language.js";
import { Empty, Failed, Loading } from "./part/notice.js";
import { useRoute } from "./route/route.js";
import { useToken } from "./session/token.js";
import { FailureBoundary } from "./shell/failure-boundary.js";
import { Header } from "./shell/header.js";
import { StaleBanner } from "./shell/stale-banner.js";
import { TokenForm } from "./shell/token-form.js";
import { useLedger } from "./shell/use-ledger.js";
import { views } from "./shell/views.js";
import { shellWords } from "./shell/words.js";

/** The console: header, and the view the address names. */
export function App() {
  const words = useWords(shellWords);
  const { view: name } = useRoute();
  const token = useToken();
  const { ledgers, context, problem, again } = useLedger();
  const view = views.find((each) => each.name === (name === "" ? "board" : name));
  const item = ledgers.find(({ ledger }) => ledger === context?.ledger);
  const title = view === undefined ? words.name : `${words[view.name]} · ${words.name}`;
  useEffect(() => {
    document.title = title;
    scrollTo(0, 0);
  }, [title]);
  const content = () => {
    if (problem?.status === 401) return <TokenForm refused={token === null ? undefined : problem.message} />;
    if (problem !== undefined) return <Failed problem={problem} again={again} />;
    if (context === undefined) return <Loading />;
    if (view === undefined) return <Empty title={words.noView} />;
    return (
      <FailureBoundary key={view.name}>
        <Suspense fallback={<Loading />}>
          <view.component {...context} />
        </Suspense>
      </FailureBoundary>
    );
  };
  return (
    <>
      <Header ledgers={ledgers} ledger={item} />
      {item !== undefined && <StaleBanner timeZone={item.timeZone} />}
      {item?.invented === true && <p className="print-only">{words.demo}</p>}
      <main id="content" tabIndex={-1}>
        {content()}
      </main>
    </>
  );
}
