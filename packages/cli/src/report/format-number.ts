const MISSING = "–";
const exact = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const rounded = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });
const brief = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
const share = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });

const LARGE = 1e9;
const SMALL = 1e-4;

/**
 * A number for readers: four significant digits, whole numbers in full, `–` for a missing one.
 *
 * ```ts doctest
 * import { formatNumber } from "./format-number.ts";
 * [formatNumber(13190), formatNumber(0.123456), formatNumber(-2e-7), formatNumber(null)] // => ["13,190", "0.1235", "−2.00e-7", "–"]
 * ```
 */
export function formatNumber(value: number | null): string {
  if (value === null) return MISSING;
  const size = Math.abs(value);
  const text = Number.isInteger(value) && size < LARGE ? exact.format(size) : inWords(size);
  return value < 0 ? `−${text}` : text;
}

function inWords(size: number): string {
  if (size === 0) return "0";
  if (size >= LARGE || size < SMALL) return size.toExponential(2);
  return rounded.format(size);
}

/** A large number in three digits: `12.3K`. */
export function formatCompact(value: number): string {
  return Math.abs(value) < 10_000
    ? formatNumber(Math.abs(value) < 100 ? value : Math.round(value))
    : compact.format(value);
}

/** Beside a deviation this much larger, a mean is rounding error. */
const NEGLIGIBLE = 1e-9;

/** Mean ± standard deviation in three significant digits. */
export function formatSpread(mean: number, std: number): string {
  const isNought = Math.abs(mean) <= NEGLIGIBLE * std;
  return `${isNought ? "0" : formatBrief(mean)} ± ${formatBrief(std)}`;
}

function formatBrief(value: number): string {
  const size = Math.abs(value);
  const text = size === 0 || (size >= SMALL && size < LARGE) ? brief.format(size) : size.toExponential(1);
  return value < 0 ? `−${text}` : text;
}

/** `part` of `whole` in per cent. */
export function formatShare(part: number, whole: number): string {
  return whole === 0 ? MISSING : share.format(part / whole);
}

/** Seconds as a reader would say them: `840 ms`, `12.5 s`, `3 min 20 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** US dollars, down to a hundredth of a cent. */
export function formatUsd(usd: number): string {
  if (usd === 0) return "$0";
  return usd < 0.0001 ? "< $0.0001" : `$${usd < 1 ? usd.toFixed(4) : usd.toFixed(2)}`;
}
