import { drawBars, GIVEN_HEIGHT, sharedGiven } from "./draw-bars.ts";
import { drawCurves } from "./draw-curves.ts";
import type { Series } from "./series.ts";
import { COLOURS, escapeXml, FRAME, type Frame, legendOf, STYLE } from "./svg-parts.ts";

export interface Labelled {
  /** What tells it from the others of the plot; empty when it is alone. */
  readonly label: string;
  readonly series: Series;
}

export interface PlotText {
  readonly title: string;
  /** One sentence for those who cannot see the plot. */
  readonly description: string;
  /** Unit of the values, and of the horizontal axis. */
  readonly unit?: string;
  readonly xUnit?: string;
}

/** Draws series of one kind as an SVG of its own, readable on light and dark pages; equal input, equal bytes. */
export function drawPlot(all: readonly Labelled[], { title, description, unit, xUnit }: PlotText): string {
  const series = all.map((member) => member.series);
  const first = series[0] as Series;
  const legend = legendOf(all.length > 1 ? all.map(({ label }) => label) : [], first.kind);
  const below = GIVEN_HEIGHT * (sharedGiven(series)?.length ?? 0);
  const frame: Frame = {
    ...FRAME,
    top: FRAME.top + legend.height,
    bottom: FRAME.bottom + below,
    height: FRAME.height + legend.height + below,
  };
  const body = first.kind === "curve" ? drawCurves(series, frame) : drawBars(series, frame);
  const xLabel = `${first.xLabel}${xUnit === undefined ? "" : ` (${xUnit})`}`;
  const yLabel = `result${unit === undefined ? "" : ` (${unit})`}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${frame.height}" width="${frame.width}" height="${frame.height}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escapeXml(title)}</title>`,
    `<desc id="d">${escapeXml(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${frame.width}" height="${frame.height}" rx="6"/>`,
    `<text class="title" x="16" y="24">${escapeXml(title)}</text>`,
    ...legend.parts,
    `<text x="16" y="${frame.top - 14}">↑ ${escapeXml(yLabel)}</text>`,
    ...body,
    `<text class="end" x="${frame.width - frame.right}" y="${frame.height - 10}">${escapeXml(xLabel)} →</text>`,
    "</svg>",
    "",
  ].join("\n");
}

export const MAX_SERIES: number = COLOURS;
