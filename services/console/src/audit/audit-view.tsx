import { useState } from "react";
import { useWords } from "../language/language.js";
import type { LedgerContext } from "../shell/use-ledger.js";
import "../theme/panel.css";
import "../theme/audit.css";
import { EvidencePanel } from "./evidence-panel.js";
import { HeadPanel } from "./head-panel.js";
import { PublicationsPanel } from "./publications-panel.js";
import { SealsPanel } from "./seals-panel.js";
import { VerifyPanel } from "./verify-panel.js";
import { auditWords } from "./words.js";

/** 审计: whether the ledger is what it was, and what was published what it says. */
export default function AuditView({ ledger, timeZone, units }: LedgerContext) {
  const words = useWords(auditWords);
  const [turn, setTurn] = useState(0);
  return (
    <>
      <h1>{words.title}</h1>
      <HeadPanel ledger={ledger} timeZone={timeZone} turn={turn} />
      <VerifyPanel ledger={ledger} />
      <PublicationsPanel ledger={ledger} timeZone={timeZone} units={units} />
      <SealsPanel ledger={ledger} timeZone={timeZone} onSealed={() => setTurn((before) => before + 1)} />
      <EvidencePanel ledger={ledger} />
    </>
  );
}
