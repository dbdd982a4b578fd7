import { createRequire } from "node:module";
import type { Terminal } from "../progress/index.ts";

export interface AsciiChart {
  plot(
    series: readonly (readonly number[])[],
    options: { readonly height: number; readonly colors?: readonly string[] },
  ): string;
  readonly [colour: string]: unknown;
}

/** What the chart shows now. */
export interface LiveState {
  readonly metric: string;
  /** [arms] the curve of each arm so far, with its name. */
  readonly curves: readonly { readonly arm: string; readonly values: readonly number[] }[];
  /** "3 of 10 runs, 0:12 left" */
  readonly line: string;
}

const HEIGHT = 9;
const COLOURS = ["blue", "yellow", "green", "magenta", "red", "cyan"];
const CODES = [34, 33, 32, 35, 31, 36];
const ROOM_FOR_NUMBERS = 14;
const REDRAW_MS = 250;

/** A chart of learning curves on a terminal, drawn over itself; nothing where the stream is piped. */
export function liveCurve(stream: Terminal, now: () => number): { update(state: LiveState): void; finish(): void } {
  if (stream.isTTY !== true) return { update: () => {}, finish: () => {} };
  const chart = createRequire(import.meta.url)("asciichart") as AsciiChart;
  let lines = 0;
  let drawn = Number.NEGATIVE_INFINITY;
  const clear = (): void => {
    if (lines > 0) stream.write(`\u001b[${lines}A\u001b[0J`);
    lines = 0;
  };
  return {
    update(state) {
      if (now() - drawn < REDRAW_MS) return;
      drawn = now();
      const text = chartText(chart, state, (stream.columns ?? 80) - 1);
      clear();
      stream.write(`${text}\n`);
      lines = text.split("\n").length;
    },
    finish: clear,
  };
}

/** Chart, legend and line of progress. */
export function chartText(chart: AsciiChart, { metric, curves, line }: LiveState, columns: number): string {
  const width = Math.max(8, columns - ROOM_FOR_NUMBERS);
  const shown = curves
    .map(({ arm, values }, i) => ({ arm, i, values: fitted(values, width) }))
    .filter(({ values }) => values.length > 1);
  if (shown.length === 0) return line.slice(0, columns);
  const colours = shown.map(({ i }) => chart[COLOURS[i % COLOURS.length] as string] as string);
  const plotted = chart.plot(
    shown.map(({ values }) => values),
    { height: HEIGHT, colors: colours },
  );
  const legend = shown.map(({ arm, i }) => `\u001b[${CODES[i % CODES.length]}m${arm}\u001b[0m`).join("  ");
  return `${plotted}\n  ${metric}: ${legend}\n${line.slice(0, columns)}`;
}

/** At most `width` values: means of equal stretches. */
export function fitted(values: readonly number[], width: number): readonly number[] {
  if (values.length <= width) return values;
  return Array.from({ length: width }, (_, i) => {
    const stretch = values.slice(
      Math.floor((i * values.length) / width),
      Math.floor(((i + 1) * values.length) / width),
    );
    return stretch.reduce((sum, value) => sum + value, 0) / stretch.length;
  });
}
