import { isCaseKind, isInvented } from "@anshi/domain";
import type { StoredEvent } from "@anshi/ledger";
import { inventedNote } from "@anshi/terms";

// The style is here and not with the others', so that the sheet of real cases stays as it was packed.
const style = "border:1px solid #1b1f24;padding:.3rem .6rem;margin:1rem 0";

/**
 * What the sheet says of cases of a demonstration or a simulation, as their events' sources tell; nothing of real ones. A calendar or a
 * unit that a demonstration brought makes no case an invented one.
 */
export function inventedSection(events: readonly StoredEvent[]): string {
  const facts = events.filter(({ kind }) => isCaseKind(kind));
  const invented = facts.filter(({ source }) => isInvented(source)).length;
  if (invented === 0) return "";
  const [zh, en] =
    invented === facts.length
      ? [inventedNote("zh"), inventedNote("en")]
      : [
          `含演示数据：${facts.length} 条案件事件中有 ${invented} 条为虚构`,
          `In part a demonstration: ${invented} of the ${facts.length} events of cases are invented`,
        ];
  return `<p style="${style}"><strong>${zh}。</strong> <span class="en">${en}.</span></p>\n`;
}
