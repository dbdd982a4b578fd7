import type { Bar } from "./bars-of.ts";
import type { DistributionData } from "./distribution.ts";
import { type ChartLook, drawHistogram } from "./draw-histogram.ts";
import { formatSpread } from "./format-number.ts";
import { type Html, html } from "./html.ts";
import type { Canvas } from "./load-canvas.ts";
import type { ReportData } from "./report-data.ts";
import { termColour } from "./term-colour.ts";

const WIDE = { width: 520, height: 240 };
const NARROW = { width: 360, height: 200 };

/** The charts: total, advantage, and one for each term. */
export function distributionSection(data: ReportData, canvas: Canvas): Html {
  const { total, advantage, terms } = data;
  const look =
    terms.length % 3 === 0 || terms.length > 4 ? { layout: "grid", size: NARROW } : { layout: "pair", size: WIDE };
  return html`<h2>Reward and advantage</h2>
<div class="pair">
${card(canvas, html`Total`, total, { label: "total reward", colour: () => "var(--total)", ...WIDE })}
${advantage === undefined ? undefined : card(canvas, html`Advantage`, advantage, { label: "advantage", colour: bySign, ...WIDE })}
</div>
<h2>Terms</h2>
<div class="${look.layout}">
${terms.map((term, index) => {
  const colour = termColour(index);
  const name = html`<span class="dot" style="background:${colour}"></span>${term.name}`;
  return card(canvas, name, term, { label: term.unit ?? "score", colour: () => colour, ...look.size });
})}
</div>`;
}

function card(canvas: Canvas, name: Html, data: DistributionData, look: ChartLook): Html {
  const { mean, std } = data.statistics;
  const summary = mean === null || std === null ? "" : `mean ${formatSpread(mean, std)}`;
  return html`<section class="card"><header><h3 class="name">${name}</h3><span class="muted">${summary}</span></header>
${drawHistogram(canvas, data, look)}</section>`;
}

function bySign({ from, to, value }: Bar): string {
  const middle = value ?? (from + to) / 2;
  if (middle === 0) return "var(--flat)";
  return middle > 0 ? "var(--up)" : "var(--down)";
}
