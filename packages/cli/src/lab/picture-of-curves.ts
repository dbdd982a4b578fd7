import { type Canvas, html } from "../report/index.ts";
import { PAGE_STYLE } from "../report/page-style.ts";
import { termColour } from "../report/term-colour.ts";
import type { SeedCurve } from "./curve.ts";
import { drawCurves } from "./draw-curves.ts";

const WIDTH = 600;
const ROW = 22;
const TOP = 44;
const CHART = 280;

/**
 * Learning curves of one metric as an SVG file that stands alone: with its title, a legend, and colours of its own.
 */
export function pictureOfCurves(
  canvas: Canvas,
  metric: string,
  curves: readonly SeedCurve[],
  arms: readonly string[],
): string {
  const chart = drawCurves(canvas, metric, curves, arms).text;
  const height = TOP + arms.length * ROW + CHART + 12;
  const legend = arms.map(
    (arm, index) =>
      html`<circle cx="26" cy="${TOP + index * ROW - 4}" r="5" fill="${termColour(index)}"/><text x="40" y="${TOP + index * ROW}" font-size="13" fill="var(--ink)">${arm}</text>`,
  );
  const picture = html`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif"><rect width="100%" height="100%" fill="var(--card)"/><text x="20" y="24" font-size="15" font-weight="600" fill="var(--ink)">${metric}</text>${legend}`;
  const at = `<svg x="20" y="${TOP + arms.length * ROW - 8}" `;
  return withLightColours(`${picture.text}${chart.replace("<svg ", at)}</svg>\n`);
}

/** Puts the values of the report's light style where its names stand. */
function withLightColours(svg: string): string {
  const values = new Map<string, string>();
  for (const [, name = "", value = ""] of PAGE_STYLE.matchAll(/(--[a-z0-9]+):(#[0-9a-f]+)/g)) {
    if (!values.has(name)) values.set(name, value);
  }
  return svg.replace(/var\((--[a-z0-9]+)\)/g, (all, name: string) => values.get(name) ?? all);
}
