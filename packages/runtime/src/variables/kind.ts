import { parseWorkingHours } from "../working-hours.js";

/** How a variable's text is read. */
export type Kind =
  | "text"
  | "integer"
  | "ledger"
  | "zone"
  | "level"
  | "url"
  | "zones"
  | "hours"
  | "time"
  | "beat"
  | "flag"
  | "port";

/** What a text of this kind was expected to be, when it is not. */
export function faultOf(kind: Kind, value: string): string | undefined {
  switch (kind) {
    case "text":
      return undefined;
    case "integer":
      return /^\d{1,9}$/u.test(value) ? undefined : "a whole number";
    case "ledger":
      return /^[0-9A-Za-z_-]{1,64}$/u.test(value) ? undefined : "1 to 64 characters of 0-9 A-Z a-z _ -";
    case "zone":
      return isZone(value) ? undefined : "an IANA time zone such as Asia/Shanghai";
    case "level":
      return /^(trace|debug|info|warn|error|fatal|silent)$/u.test(value)
        ? undefined
        : "a log level such as info";
    case "url":
      return URL.canParse(value) ? undefined : "a URL";
    case "zones":
      return pairs(value).every(([ledger, zone]) => ledger !== "" && isZone(zone))
        ? undefined
        : "ledger=zone pairs such as 3209=Asia/Shanghai, comma separated";
    case "port":
      return /^\d{1,5}$/u.test(value) && Number(value) <= 65_535 ? undefined : "a port from 0 to 65535";
    case "flag":
      return /^(true|false)$/u.test(value) ? undefined : "true or false";
    case "time":
      return /^([01]\d|2[0-3]):[0-5]\d$/u.test(value) ? undefined : "a time of day such as 01:00";
    case "beat":
      return value === "hourly" || faultOf("time", value) === undefined
        ? undefined
        : "a time of day such as 02:00, or hourly";
    case "hours":
      return parseWorkingHours(value) === undefined ? "hours such as 09:00-12:00,13:00-17:00" : undefined;
  }
}

/** `a=b` pairs, comma separated. */
export function pairs(value: string): readonly (readonly [string, string])[] {
  return value
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const [ledger = "", zone = ""] = part.split("=").map((each) => each.trim());
      return [ledger, zone] as const;
    });
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}
