import type { CaseAnswer } from "@anshi/board";
import type { Contents } from "./contents.js";
import type { DerivedFigure } from "./derive-figure.js";
import { localTime } from "./local-time.js";
import { caseSection } from "./sheet-case.js";
import { figureSection } from "./sheet-figure.js";
import { escaped, type Html, table } from "./sheet-html.js";
import { inventedSection } from "./sheet-invented.js";

const style = `body{font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid #ccd2d8}h3{font-size:1rem;margin:1.2rem 0 .3rem}
p{margin:.3rem 0}small,.en{color:#57606a}table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #e3e7eb}
code,pre{font:.82rem/1.5 ui-monospace,"Noto Sans Mono CJK SC",monospace;overflow-wrap:anywhere;white-space:pre-wrap}pre{background:#f6f8fa;padding:.6rem;margin:.3rem 0}`;

/** The sheet of a pack, for people: Chinese first. It says nothing that is not in the pack's other members. */
export function sheet(contents: Contents & { readonly derivation: CaseAnswer | DerivedFigure }): string {
  const { header, seal, events, derivation } = contents;
  const local = localTime(header.zone);
  const isCase = "case" in derivation;
  const title = isCase ? "案件证据包" : "指标数据证据包";
  const body = isCase ? caseSection(derivation, local) : figureSection(derivation, local);
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body>
<h1>${title}</h1><p class="en">Evidence ${isCase ? "of a case" : "of a published figure"}</p>
${inventedSection(events)}${table(
  [],
  [
    ["账本 Ledger", header.ledger],
    ["截至 As of", `${local(header.asOf)} (${header.zone})`],
    ["已知至 Known at", `位置 position ${header.knownAt}`],
    ["规则 Rules", header.ruleSet],
    ["日历 Calendar", header.calendar.join(" ")],
    ["事件 Events", String(events.length)],
  ],
)}
${body}
<h2>证明 Proof</h2>
<p>以上内容由本包 events.ndjson 中的 ${events.length} 条原始事件推导得出；这些事件均在下述封印所签名的账本之中。</p>
<p class="en">All of this follows from the ${events.length} events in events.ndjson, each of which stands in the ledger that this seal signs.</p>
${table(
  [],
  [
    ["封印 Seal", `${seal.number}，${local(seal.sealedAt)}`],
    ["涵盖 Covers", `${seal.count} 条事件 events`],
    ["默克尔根 Merkle root", code(seal.root)],
    ["链哈希 Chain hash", code(seal.chainHash)],
    ["公钥 Public key", code(seal.key)],
    ["签名 Signature", code(seal.signature)],
  ],
)}
<h2>如何核验 How to check</h2>
<p>离线核验：<code>anshi evidence check 本文件.zip --public-key 公钥.pem</code>。公钥须从发布机关另行取得并与上列公钥比对；本包自带的公钥不能证明其自身。</p>
<p class="en">Offline: <code>anshi evidence check FILE --public-key KEY.pem</code>, or the independent script <code>tools/verify-evidence.mjs</code>. Take the public key from
whoever publishes it: the one in this pack cannot vouch for itself. The pack proves what is in it, not that nothing else happened; times of recording are as the ledger states them, and no later than the seal.</p>
</body></html>
`;
}

function code(text: string): Html {
  return { html: `<code>${escaped(text)}</code>` };
}
