/** A slider moves in whole steps; positions may pass 2^53, so they are scaled as bigints. */
export const STEPS = 1_000;

/** The position a step of the slider stands for: 0 is position 0, the last step the head. */
export function positionAt(step: number, head: bigint): bigint {
  return (head * BigInt(step)) / BigInt(STEPS);
}

/** The step nearest below a position. */
export function stepOf(position: bigint, head: bigint): number {
  if (head === 0n) return STEPS;
  const step = (position * BigInt(STEPS)) / head;
  return step > BigInt(STEPS) ? STEPS : Number(step);
}

/** One step further, or back; by at least one position, and never past either end. */
export function moved(position: bigint, head: bigint, by: 1 | -1): bigint {
  const stride = head / BigInt(STEPS / 10);
  const next = position + BigInt(by) * (stride === 0n ? 1n : stride);
  return next < 0n ? 0n : next > head ? head : next;
}

/** A position as someone types it, thousands parted or not; `null` when it is none. */
export function typedPosition(text: string): bigint | null {
  const digits = text.replace(/[\s,]/gu, "");
  return /^\d{1,18}$/u.test(digits) ? BigInt(digits) : null;
}
