import { useEffect, useRef } from "react";
import type { LedgerItem } from "../api/answers.js";
import { setLanguage, useLanguage, useWords } from "../language/language.js";
import { Choice } from "../part/choice.js";
import { go, hrefOf, useRoute } from "../route/route.js";
import { setToken, useToken } from "../session/token.js";
import { Status } from "./status.js";
import { views } from "./views.js";
import { shellWords } from "./words.js";

interface Props {
  readonly ledgers: readonly LedgerItem[];
  readonly ledger: LedgerItem | undefined;
}

/** Name, navigation, how fresh the data are, ledger, language. */
export function Header({ ledgers, ledger }: Props) {
  const words = useWords(shellWords);
  const language = useLanguage();
  const { view, query } = useRoute();
  const token = useToken();
  const own = query.get("ledger");
  const nav = useRef<HTMLElement>(null);
  // On a phone the name of the view may be out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another view is shown
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [view]);
  return (
    <header className="header">
      <button type="button" className="skip" onClick={() => document.getElementById("content")?.focus()}>
        {words.skip}
      </button>
      <a className="brand" href={hrefOf("board", { ledger: own })}>
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span>
          <b>{words.name}</b>
          <small>{words.claim}</small>
        </span>
      </a>
      <nav ref={nav} aria-label={words.views}>
        {views.map(({ name }) => (
          <a
            key={name}
            href={hrefOf(name, { ledger: own })}
            aria-current={name === view || (view === "" && name === "board") ? "page" : undefined}
          >
            {words[name]}
          </a>
        ))}
      </nav>
      <div className="header-end">
        {ledger?.invented === true && <span className="invented">{words.demo}</span>}
        {ledger !== undefined && <Status timeZone={ledger.timeZone} />}
        {ledgers.length > 1 && ledger !== undefined && (
          <Choice
            label={words.ledger}
            value={ledger.ledger}
            options={ledgers.map((item) => ({ value: item.ledger, text: item.ledger }))}
            onChange={(value) => go(hrefOf(view, { ledger: value }))}
          />
        )}
        {token !== null && (
          <button type="button" className="plain" onClick={() => setToken(null)}>
            {words.forget}
          </button>
        )}
        <button
          type="button"
          className="plain"
          lang={language === "zh" ? "en" : "zh-CN"}
          onClick={() => setLanguage(language === "zh" ? "en" : "zh")}
        >
          {words.language}
        </button>
      </div>
    </header>
  );
}
