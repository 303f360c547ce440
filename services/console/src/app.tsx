import { Suspense } from "react";
import { useWords } from "./language/language.js";
import { Empty, Failed, Loading } from "./part/notice.js";
import { useRoute } from "./route/route.js";
import { useToken } from "./session/token.js";
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
  const content = () => {
    if (problem?.status === 401) return <TokenForm refused={token === null ? undefined : problem.message} />;
    if (problem !== undefined) return <Failed problem={problem} again={again} />;
    if (context === undefined) return <Loading />;
    if (view === undefined) return <Empty title={words.noView} />;
    return (
      <Suspense fallback={<Loading />}>
        <view.component {...context} />
      </Suspense>
    );
  };
  return (
    <>
      <Header ledgers={ledgers} ledger={item} />
      {item !== undefined && <StaleBanner timeZone={item.timeZone} />}
      <main id="content" tabIndex={-1}>
        {content()}
      </main>
    </>
  );
}
