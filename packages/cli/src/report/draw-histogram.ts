import type { Data } from "@observablehq/plot";
import { type Bar, barsOf } from "./bars-of.ts";
import type { DistributionData } from "./distribution.ts";
import { formatCompact, formatNumber, formatShare } from "./format-number.ts";
import { type Html, html } from "./html.ts";
import type { Canvas } from "./load-canvas.ts";

export interface ChartLook {
  /** Label of the horizontal axis, with its unit. */
  readonly label: string;
  /** CSS colour of a bar. */
  readonly colour: (bar: Bar) => string;
  readonly width: number;
  readonly height: number;
}

/** With at most this many bars each carries its count and share. */
const LABELLED_BARS = 5;
const HEADROOM = 1.16;
/** A bar of a few among thousands is still seen. */
const LEAST_HEIGHT = 0.008;

/** A bar chart of one distribution, with its mean marked. */
export function drawHistogram(canvas: Canvas, data: DistributionData, look: ChartLook): Html {
  const bars = barsOf(data.histogram);
  const { mean, present } = data.statistics;
  if (mean === null) return html`<p class="none">No value is present.</p>`;
  const { plot } = canvas;
  const labelled = bars.length <= LABELLED_BARS;
  const top = Math.max(...bars.map(({ count }) => count)) * HEADROOM;
  return canvas.draw({
    ...frame(look),
    ariaLabel: `Histogram of ${look.label}: ${formatNumber(present)} values, mean ${formatNumber(mean)}`,
    x: { domain: domainOf(bars), label: look.label, labelArrow: "none", ...ticksOf(bars, look.width) },
    y: {
      domain: [0, top],
      label: "rollouts",
      labelArrow: "none",
      ticks: 4,
      tickFormat: formatCompact,
      axis: labelled ? null : "left",
    },
    marks: [
      labelled ? null : plot.gridY({ ticks: 4, stroke: "var(--grid)", strokeOpacity: 1 }),
      ...coloured(bars, look).map(([colour, members]) =>
        plot.rectY(members as Data, {
          x1: "from",
          x2: "to",
          y1: 0,
          y2: ({ count }: Bar) => (count === 0 ? 0 : Math.max(count, top * LEAST_HEIGHT)),
          fill: colour,
          insetLeft: 0.5,
          insetRight: 0.5,
          ry2: 2,
        }),
      ),
      plot.ruleY([0], { stroke: "var(--axis)" }),
      labelled
        ? plot.text(bars as unknown as Data, { ...countLabel(present), fill: "var(--ink)", dy: -8, fontWeight: 600 })
        : null,
      labelled ? null : plot.ruleX([mean], { stroke: "var(--ink)", strokeDasharray: "3 3", strokeOpacity: 0.7 }),
    ],
  });
}

function frame({ width, height }: ChartLook): { [option: string]: unknown } {
  const style = { background: "none", overflow: "visible", color: "var(--muted)", fontSize: "12px" };
  return { width, height, marginTop: 28, marginBottom: 38, marginLeft: 46, marginRight: 14, style };
}

function countLabel(present: number): { x: (bar: Bar) => number; y: string; text: (bar: Bar) => string } {
  return {
    x: (bar: Bar) => (bar.from + bar.to) / 2,
    y: "count",
    text: ({ count }) => `${formatCompact(count)} · ${formatShare(count, present)}`,
  };
}

/** Bars of one colour together, so that each colour is one mark. */
function coloured(bars: readonly Bar[], { colour }: ChartLook): readonly [string, readonly Bar[]][] {
  const byColour = new Map<string, Bar[]>();
  for (const bar of bars) byColour.set(colour(bar), [...(byColour.get(colour(bar)) ?? []), bar]);
  return [...byColour];
}

/** Room at both sides; a single value stands in the middle. */
function domainOf(bars: readonly Bar[]): [number, number] {
  const [from, to] = [(bars[0] as Bar).from, (bars.at(-1) as Bar).to];
  const room = bars.length === 1 ? 2 * (to - from) : (to - from) * 0.02;
  return [from - room, to + room];
}

function ticksOf(bars: readonly Bar[], width: number): { [option: string]: unknown } {
  const values = bars.map(({ value }) => value);
  if (bars.length <= LABELLED_BARS && values.every((value) => value !== undefined)) {
    return { ticks: values, tickFormat: (value: number) => formatNumber(value) };
  }
  return { ticks: Math.floor(width / 80), tickFormat: (value: number) => formatCompact(value) };
}
