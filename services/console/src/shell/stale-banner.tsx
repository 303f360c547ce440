import { localTime } from "../format/local.js";
import { useWords } from "../language/language.js";
import { useLive } from "./live.js";
import { shellWords } from "./words.js";

/** Says loudly that what is shown stands still. */
export function StaleBanner({ timeZone }: { readonly timeZone: string }) {
  const words = useWords(shellWords);
  const live = useLive();
  if (live?.broken === undefined || live.upTo === undefined) return null;
  // Refused for good, by a token that is not known any more for one: trying again is of no use.
  const refused = live.broken.status >= 400 && live.broken.status < 500 && live.broken.status !== 429;
  return (
    <div className="banner banner-stale" role="alert">
      <strong>⚠ {refused ? words.refusedBanner : words.staleBanner}</strong> {words.staleSince}{" "}
      {localTime(live.upTo, timeZone)} {refused && live.broken.message}
    </div>
  );
}
