import type { JudgedClaim, Reading } from "@guerdon/recipes";
import { wrapped } from "./wrapped.ts";

/** A claim with its verdict, what was read with the treatment, and what with the control in its place. */
export function claimLines(claim: JudgedClaim, columns: number): readonly string[] {
  const { says, source, central, verdict, reason, readings, controlReadings } = claim;
  const treated = new Set(readings.map(({ what }) => what));
  const other = controlReadings.filter(({ what }) => !treated.has(what));
  return [
    ...wrapped(`${verdict}${central ? " (central)" : ""}: ${says} (${source})`, columns, "  "),
    ...(reason === undefined ? [] : wrapped(`  ${reason}`, columns, "    ")),
    ...readingLines("measured", readings, columns),
    ...readingLines("with the control in its place", other, columns),
  ];
}

function readingLines(title: string, readings: readonly Reading[], columns: number): readonly string[] {
  if (readings.length === 0) return [];
  return wrapped(`  ${title}: ${readings.map(readingText).join("; ")}`, columns, "    ");
}

/** `mean of gold, laser-8 0.943 (0.941 … 0.945)` */
export function readingText({ what, value, low, high, pValue }: Reading): string {
  const shown = (number: number): string => String(Number(number.toPrecision(4)));
  const interval = low === undefined || high === undefined || low === high ? "" : ` (${shown(low)} … ${shown(high)})`;
  return `${what} ${shown(value)}${interval}${pValue === undefined ? "" : `, p = ${shown(pValue)}`}`;
}
