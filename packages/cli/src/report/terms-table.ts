import { formatNumber, formatSeconds, formatShare, formatUsd } from "./format-number.ts";
import { type Html, html } from "./html.ts";
import type { ReportData, ReportTerm } from "./report-data.ts";
import type { Statistics } from "./running-stats.ts";
import { termColour } from "./term-colour.ts";

/** Statistics, cost and time of each term and of the total. */
export function termsTable({ terms, total, rollouts, costUsd, seconds }: ReportData): Html {
  return html`<h2>Terms in numbers</h2>
<div class="card scroll"><table>
<thead><tr><th scope="col">Term</th><th scope="col" class="left">Piece</th><th scope="col">Mean</th><th scope="col">Std</th><th scope="col">Min</th><th scope="col">Max</th><th scope="col">Present</th><th scope="col">Cost</th><th scope="col">Time</th></tr></thead>
<tbody>
${terms.map((term, index) => termRow(term, index, rollouts))}
<tr><td><b class="name"><span class="dot" style="background:var(--total)"></span>total</b></td><td></td>${numbers(total.statistics, rollouts)}<td>${formatUsd(costUsd)}</td><td>${formatSeconds(seconds)}</td></tr>
</tbody></table></div>`;
}

function termRow(term: ReportTerm, index: number, rollouts: number): Html {
  return html`<tr><td><span class="name"><span class="dot" style="background:${termColour(index)}"></span>${term.name}</span></td>
<td class="left muted">${term.piece ?? "function"}</td>${numbers(term.statistics, rollouts)}
<td>${formatUsd(term.costUsd)}</td><td>${formatSeconds(term.seconds)}</td></tr>`;
}

function numbers({ mean, std, min, max, present }: Statistics, rollouts: number): Html {
  return html`${[mean, std, min, max].map((value) => html`<td>${formatNumber(value)}</td>`)}<td>${formatShare(present, rollouts)}</td>`;
}
