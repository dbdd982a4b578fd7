import { formatInterval, type Interval } from "../../signal/interval.ts";

/** An interval for people: twelve digits, which hides the last bits of a narrowed bound. */
export function formatRounded({ min, max }: Interval): string {
  return formatInterval({ min: Number(min.toPrecision(12)), max: Number(max.toPrecision(12)) });
}
