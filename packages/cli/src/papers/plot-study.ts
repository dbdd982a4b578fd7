import { createRequire } from "node:module";
import { stripVTControlCharacters } from "node:util";
import type { Study, StudyResult } from "@guerdon/recipes";
import { type AsciiChart, chartText } from "../lab/live-curve.ts";

/** Mean curves of the arms over their seeds, as text; nothing where a study has no curve. */
export function plotStudy(
  { plot }: Study,
  { curves }: StudyResult,
  columns: number,
  isColoured: boolean,
): readonly string[] {
  const drawn = Object.entries(curves).filter(([, { updates }]) => updates.length > 1);
  if (plot === undefined || drawn.length === 0) return [];
  const chart = createRequire(import.meta.url)("asciichart") as AsciiChart;
  const last = Math.max(...drawn.map(([, { updates }]) => updates.at(-1) as number));
  const state = {
    metric: plot.metric,
    curves: drawn.map(([arm, { mean }]) => ({ arm, values: mean })),
    line: `  ${plot.across ?? "update"} 1 … ${last}`,
  };
  const text = chartText(chart, state, columns);
  return ["", ...(isColoured ? text : stripVTControlCharacters(text)).split("\n")];
}
