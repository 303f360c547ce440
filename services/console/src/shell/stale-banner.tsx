import { localTime } from "../format/local.js";
import { useWords } from "../language/language.js";
import { useLive } from "./live.js";
import { shellWords } from "./words.js";

/** Says loudly that what is shown stands still. */
export function StaleBanner({ timeZone }: { readonly timeZone: string }) {
  const words = useWords(shellWords);
  const live = useLive();
  if (live?.broken === undefined || live.upTo === undefined) return null;
  return (
    <div className="banner banner-stale" role="alert">
      <strong>⚠ {words.staleBanner}</strong> {words.staleSince} {localTime(live.upTo, timeZone)}
    </div>
  );
}
