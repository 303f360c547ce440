import { localTime } from "../format/local.js";
import { position } from "../format/number.js";
import { useWords } from "../language/language.js";
import { Figure } from "../part/figure.js";
import { useLive } from "./live.js";
import { shellWords } from "./words.js";

/** Up to when and to which position the view shown is. */
export function Status({ timeZone }: { readonly timeZone: string }) {
  const words = useWords(shellWords);
  const live = useLive();
  if (live?.upTo === undefined || live.position === undefined) return null;
  const stale = live.broken !== undefined;
  return (
    <p className={stale ? "status status-stale" : "status"} data-stale={stale}>
      <span className="status-dot" aria-hidden="true" />
      <b>{stale ? words.stale : words.live}</b>
      <span>
        {words.upTo} <time>{localTime(live.upTo, timeZone)}</time>
      </span>
      <span>
        {words.position} <Figure name="position">{position(live.position)}</Figure>
      </span>
    </p>
  );
}
