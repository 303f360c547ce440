import type { ClockKind } from "./rule.js";

/** What the clocks are called where people read of them. */
export const clockNames: Readonly<Record<ClockKind, { readonly chinese: string; readonly english: string }>> =
  {
    "complaint.accept": { chinese: "投诉初查", english: "Decision on a complaint" },
    "complaint.mediate": { chinese: "投诉调解", english: "Mediation of a complaint" },
    "lead.verify": { chinese: "线索核查", english: "Verification of a lead" },
    "lead.handle": { chinese: "交办督办处置", english: "Handling of an assigned lead" },
    "dispatch.verify": { chinese: "监测信息核查", english: "Verification of a dispatch" },
    "identity.claim": { chinese: "身份信息认领处置", english: "Disposal of an identity dispatch" },
    "odr.close": { chinese: "ODR 办结", english: "Closing of an ODR item" },
  };
