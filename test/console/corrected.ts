const SOURCE = "urn:test:console";
const SUBJECT = "CONSOLE-CORRECTED";
const UNIT = "320904";

const fact = (id: string, type: string, time: string, data: object): object => ({
  specversion: "1.0",
  id: `${SUBJECT}/${id}`,
  source: SOURCE,
  type: `io.anshi.${type}.v1`,
  subject: SUBJECT,
  time,
  data,
});

/**
 * A report of before the National Day holiday of 2025, suspended for six days, whose first verification was entered by mistake and
 * retracted; it was verified on the day after its due. Long ago, so every fact of it is entered late.
 */
export const correctedLead: readonly object[] = [
  fact("received", "lead.received", "2025-09-22T09:00:00+08:00", {
    unit: UNIT,
    origin: "report",
    online: true,
  }),
  fact("suspended", "lead.suspended", "2025-09-25T10:00:00+08:00", { reason: "检测" }),
  fact("resumed", "lead.resumed", "2025-09-29T10:00:00+08:00", {}),
  fact("verified-wrongly", "lead.verified", "2025-09-30T10:00:00+08:00", { result: "unfounded" }),
  fact("retraction", "record.retracted", "2025-10-09T10:00:00+08:00", {
    source: SOURCE,
    id: `${SUBJECT}/verified-wrongly`,
    reason: "误录",
  }),
  fact("verified", "lead.verified", "2025-10-23T10:00:00+08:00", { result: "unfounded" }),
];
