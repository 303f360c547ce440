/** A stretch of a working day: minutes after local midnight, the last one not included. */
export interface Shift {
  readonly from: number;
  readonly to: number;
}

/** The shifts of a text such as `09:00-12:00,13:00-17:00`; `undefined` when it is none. */
export function parseWorkingHours(text: string): readonly Shift[] | undefined {
  const shifts: Shift[] = [];
  for (const part of text.split(",")) {
    const match = /^\s*(\d{2}):([0-5]\d)-(\d{2}):([0-5]\d)\s*$/u.exec(part);
    if (match === null) return undefined;
    const [from = 0, fromMinute = 0, to = 0, toMinute = 0] = match.slice(1).map(Number);
    const shift = { from: from * 60 + fromMinute, to: to * 60 + toMinute };
    if (shift.from >= shift.to || shift.to > MINUTES_OF_DAY) return undefined;
    shifts.push(shift);
  }
  return shifts;
}

const MINUTES_OF_DAY = 1_440;
