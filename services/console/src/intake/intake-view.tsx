import { useWords } from "../language/language.js";
import type { LedgerContext } from "../shell/use-ledger.js";
import "../theme/panel.css";
import "../theme/intake.css";
import { ImportFile } from "./import-file.js";
import { Rejections } from "./rejections.js";
import { intakeWords } from "./words.js";

/** 接入: files into the ledger, and what was refused. */
export default function IntakeView({ ledger, timeZone }: LedgerContext) {
  const words = useWords(intakeWords);
  return (
    <>
      <h1>{words.title}</h1>
      <ImportFile ledger={ledger} timeZone={timeZone} />
      <Rejections ledger={ledger} timeZone={timeZone} />
    </>
  );
}
