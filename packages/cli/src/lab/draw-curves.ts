import type { Data } from "@observablehq/plot";
import { type Canvas, type Html, html } from "../report/index.ts";
import { termColour } from "../report/term-colour.ts";
import { meanCurve, type SeedCurve } from "./curve.ts";

const FRAME = { width: 560, height: 280, marginTop: 18, marginBottom: 38, marginLeft: 52, marginRight: 14 };
const STYLE = { background: "none", overflow: "visible", color: "var(--muted)", fontSize: "12px" };

/** Learning curves of one metric: a line for the mean of each arm, a band from its least to its greatest seed. */
export function drawCurves(
  canvas: Canvas,
  metric: string,
  curves: readonly SeedCurve[],
  arms: readonly string[],
): Html {
  const { plot } = canvas;
  const marks = arms.flatMap((arm, index) => {
    const own = meanCurve(curves.filter((curve) => curve.arm === arm)) as unknown as Data;
    const colour = termColour(index);
    return [
      plot.areaY(own, { x: "update", y1: "low", y2: "high", fill: colour, fillOpacity: 0.16 }),
      plot.lineY(own, { x: "update", y: "mean", stroke: colour, strokeWidth: 2 }),
    ];
  });
  if (!curves.some(({ values }) => values.length > 0)) return html`<p class="none">Nothing was recorded.</p>`;
  return canvas.draw({
    ...FRAME,
    style: STYLE,
    ariaLabel: `Learning curves of ${metric} for ${arms.join(", ")}`,
    x: { label: "update", labelArrow: "none", ticks: 6 },
    y: { label: null, ticks: 5, nice: true },
    marks: [plot.gridY({ ticks: 5, stroke: "var(--grid)", strokeOpacity: 1 }), ...marks],
  });
}
