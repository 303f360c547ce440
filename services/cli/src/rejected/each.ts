import { ask } from "../http/request.js";
import type { Service } from "../http/service.js";

/** What became of one rejection. */
export interface Treated {
  readonly number: string;
  /** `gone`: its bytes are not kept any more; `failed`: the service refused to. */
  readonly outcome: "redriven" | "rejected" | "purged" | "gone" | "failed";
  readonly accepted: number;
  readonly duplicates: number;
  /** Codes it was rejected with again, or the service's words. */
  readonly why: string;
}

/** Sends the kept bytes of one rejection through the intake again. */
export async function redrive(service: Service, number: string): Promise<Treated> {
  const answer = await ask(service, "POST", `/v1/rejections/${encodeURIComponent(number)}/redrive`);
  if (!answer.ok) return refused(number, answer);
  const { accepted, duplicates, rejected } = answer.body as {
    readonly accepted: number;
    readonly duplicates: number;
    readonly rejected: readonly { readonly message: string; readonly code: string }[];
  };
  const why = rejected.map(({ code, message }) => `${code}: ${message}`).join("; ");
  return { number, outcome: rejected.length === 0 ? "redriven" : "rejected", accepted, duplicates, why };
}

/** Erases the kept bytes of one rejection. */
export async function purge(service: Service, number: string): Promise<Treated> {
  const answer = await ask(service, "DELETE", `/v1/rejections/${encodeURIComponent(number)}/payload`);
  return answer.ok
    ? { number, outcome: "purged", accepted: 0, duplicates: 0, why: "" }
    : refused(number, answer);
}

function refused(number: string, answer: { readonly status: number; readonly problem: string }): Treated {
  const outcome = answer.status === 410 ? "gone" : "failed";
  return { number, outcome, accepted: 0, duplicates: 0, why: answer.problem };
}
