/**
 * Minutes of a date-time since 1970: `2026-03-01T08:30`, with seconds, `Z` or an offset where given. Days that are none
 * (30 February) are no date.
 *
 * ```ts doctest
 * import { dateMinutes } from "@guerdon/verify/plan";
 * dateMinutes("1970-01-02T01:00+01:00") // => 1440
 * ```
 */
export function dateMinutes(text: unknown): number | undefined {
  if (typeof text !== "string") return undefined;
  const parts = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/u.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute] = parts.slice(1, 6).map(Number) as [number, number, number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 24 || minute > 59) return undefined;
  const zone = parts[6] ?? "Z";
  const offset = zone === "Z" ? 0 : (zone.startsWith("-") ? -1 : 1) * clockMinutes(zone.slice(1));
  return date.getTime() / 60_000 + 60 * hour + minute - offset;
}

/** Minutes since midnight of `09:30`. */
export function clockMinutes(text: string): number {
  const [hour, minute] = text.split(":").map(Number);
  return 60 * (hour as number) + (minute as number);
}
