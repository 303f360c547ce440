import type { Section } from "../../grid.js";
import { lines, stat, table } from "../../panel.js";
import { now, over, sql } from "../../target.js";
import { ledger } from "../../variables.js";

const of = 'ledger="$ledger"';
const DAY_AND_A_HALF = 129_600;

/** Is the ledger sealed, and does it verify. */
export const proof: Section = {
  id: 70,
  title: "封印与核验 Seals and verification",
  panels: [
    stat({
      id: 71,
      title: "核验发现 Findings",
      description:
        "管家上次核验整个账本时发现的问题数；不是 0 就要查：anshi verify。 What the steward found not to be as it must when it last verified the whole ledger; anything but 0 is to be looked into: anshi verify.",
      width: 6,
      height: 6,
      nothing: "还没有核验过 not verified yet",
      targets: [now("findings", `max(anshi_verification_findings{${of}})`, "发现 findings")],
      all: { steps: [["green"], ["red", 1]] },
    }),
    stat({
      id: 72,
      title: "上次核验与封印 Last verified and sealed",
      description:
        "距上次核验整个账本、上次封印有多久；等待超过一天半即未能封印。 Since the whole ledger was last verified and sealed; waiting for more than a day and a half means that sealing fails.",
      width: 10,
      height: 6,
      nothing: "尚无封印 not sealed yet",
      targets: [
        now("verified", `time() - max(anshi_verification_timestamp_seconds{${of}})`, "距核验 since verified"),
        now("sealed", `time() - max(anshi_seal_timestamp_seconds{${of}})`, "距封印 since sealed"),
        now("waiting", `max(anshi_seal_waiting_seconds{${of}})`, "等待封印 waiting"),
      ],
      all: { unit: "s", decimals: 0 },
      fields: { "等待封印 waiting": { steps: [["text"], ["red", DAY_AND_A_HALF]] } },
    }),
    stat({
      id: 73,
      title: "到哪里为止 How far",
      description: "已封印、已核验到账本的哪个位置。 How far the ledger is sealed and was verified.",
      width: 8,
      height: 6,
      nothing: "尚无封印 not sealed yet",
      targets: [
        now("sealed", `max(anshi_seal_position{${of}})`, "已封印 sealed"),
        now("verified", `max(anshi_verification_position{${of}})`, "已核验 verified"),
      ],
    }),
    lines({
      id: 74,
      title: "等待封印 Waiting for a seal",
      description:
        "还没有封印覆盖的事件数，与其中最早一条已等了多久；超过一天半即告警。 Events that no seal covers yet, and how long the oldest of them has waited; beyond a day and a half an alert fires.",
      width: 12,
      height: 8,
      targets: [
        over("waiting", `max(anshi_seal_waiting_seconds{${of}})`, "等待 waiting"),
        over("unsealed", `max(anshi_seal_unsealed_events{${of}})`, "未封印 events"),
      ],
      all: { unit: "s" },
      fields: { "未封印 events": { unit: "none" } },
    }),
    table({
      id: 75,
      title: "最近封印 Latest seals",
      description:
        "封印的位置、时间、密钥与树根：可与自己保存的对照。 Position, time, key and tree root of each seal, to be held against those kept elsewhere.",
      width: 12,
      height: 8,
      nothing: "尚无封印 not sealed yet",
      targets: [
        sql(
          "seals",
          `select number, position, sealed_at, key, root
  from board.seals(${ledger})
 order by number desc
 limit 50`,
        ),
      ],
      fields: {
        number: { title: "号 number" },
        position: { title: "位置 position" },
        sealed_at: { title: "封于 sealed", unit: "dateTimeAsIso" },
        key: { title: "密钥 key" },
        root: { title: "树根 root" },
      },
    }),
  ],
};
