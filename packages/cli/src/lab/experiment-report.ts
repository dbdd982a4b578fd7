import type { ComparisonResult, ExperimentResult, ExperimentSpec } from "@guerdon/lab/experiment";
import { meanOf } from "@guerdon/lab/statistics";
import { formatNumber, type Html, html, loadCanvas } from "../report/index.ts";
import { page } from "../report/page.ts";
import { termColour } from "../report/term-colour.ts";
import { metricsOf, type SeedCurve } from "./curve.ts";
import { drawCurves } from "./draw-curves.ts";

export interface ExperimentReport {
  readonly spec: ExperimentSpec;
  readonly result: ExperimentResult;
  readonly curves: ReadonlyMap<string, readonly SeedCurve[]>;
}

/** The report of an experiment as one HTML file: what was asked, curves, final values, failures. */
export async function experimentReport({ spec, result, curves }: ExperimentReport): Promise<string> {
  const canvas = await loadCanvas();
  const arms = Object.keys(spec.arms);
  const metrics = metricsOf(curves, spec.show);
  const card = (metric: string): Html => html`<section class="card"><header><h3 class="name">${metric}</h3></header>
${drawCurves(canvas, metric, curves.get(metric) ?? [], arms)}</section>`;
  const first = metrics.slice(0, Math.max(spec.show.length, 4));
  const rest = metrics.slice(first.length);
  return page(
    `${spec.experiment}: experiment`,
    html`<header>${head(spec, result)}</header>
${failureSection(result)}
${comparisonSection(result.comparisons)}
<h2>Learning curves</h2>
<ul class="legend">${arms.map((arm, index) => html`<li><span class="dot" style="background:${termColour(index)}"></span>${arm}</li>`)}</ul>
<div class="pair" style="margin-top:14px">${first.map(card)}</div>
<h2>Final values</h2>
${finalTable(result, arms, metrics)}
${rest.length === 0 ? undefined : html`<h2>More curves</h2><div class="pair">${rest.map(card)}</div>`}
<footer>A line is the mean over the seeds, its band runs from the least to the greatest. Final values are means over the last tenth of the updates. Node ${result.machine.node}, ${result.machine.cores} × ${result.machine.cpu}.</footer>`,
  );
}

function head(spec: ExperimentSpec, result: ExperimentResult): Html {
  const ended = result.runs.filter(({ end }) => end !== undefined);
  const seconds = ended.reduce((sum, { end }) => sum + (end?.seconds ?? 0), 0);
  const tiles = [
    [String(Object.keys(spec.arms).length), "arms"],
    [String(spec.seeds.length), "seeds"],
    [`${ended.length} of ${result.runs.length}`, "runs ended"],
    [`${formatNumber(Math.round(seconds))} s`, "of work"],
  ];
  return html`<p class="kicker">Experiment</p>
<h1>${spec.experiment}</h1>
<ul class="facts"><li>run <code>${spec.run}</code></li><li>hash <code>${result.hash}</code></li></ul>
<ul class="tiles">${tiles.map(([value, label]) => html`<li><b>${value}</b><span>${label}</span></li>`)}</ul>`;
}

function failureSection({ failures }: ExperimentResult): Html | undefined {
  if (failures.length === 0) return undefined;
  return html`<h2>Runs that failed</h2>
<div class="card scroll"><table><thead><tr><th scope="col">Arm</th><th scope="col">Seed</th><th scope="col" class="left">Why</th></tr></thead><tbody>
${failures.map(({ arm, seed, code, message }) => html`<tr><td>${arm}</td><td>${seed}</td><td class="wrap">${code === undefined ? "" : `${code}: `}${message}</td></tr>`)}
</tbody></table></div>`;
}

function comparisonSection(comparisons: readonly ComparisonResult[]): Html | undefined {
  if (comparisons.length === 0) return undefined;
  return html`<h2>Comparisons</h2>
<div class="card scroll"><table><thead><tr><th scope="col">Question</th><th scope="col">Difference</th><th scope="col">95 % interval</th><th scope="col">p</th><th scope="col">Seeds</th></tr></thead><tbody>
${comparisons.map(
  ({ metric, treatment, control, alternative, difference, test, seeds }) =>
    html`<tr><td>${metric}: ${treatment} ${alternative} ${alternative === "different" ? "from" : "than"} ${control}</td><td>${formatNumber(difference.estimate)}</td><td>${formatNumber(difference.low)} … ${formatNumber(difference.high)}</td><td>${formatNumber(test.pValue)}</td><td>${seeds.length}</td></tr>`,
)}
</tbody></table></div>
<p class="muted" style="margin-top:8px;font-size:13px">Paired by seed: a permutation test over the signs of the differences; the interval is a bootstrap of their mean.</p>`;
}

function finalTable(result: ExperimentResult, arms: readonly string[], metrics: readonly string[]): Html {
  const finals = (arm: string, metric: string): readonly number[] =>
    result.runs.flatMap((run) =>
      run.arm === arm && run.end !== undefined && run.final[metric] !== undefined ? [run.final[metric]] : [],
    );
  const cell = (values: readonly number[]): Html =>
    values.length === 0
      ? html`<td class="muted">–</td>`
      : html`<td>${formatNumber(meanOf(values))} <span class="muted">(${formatNumber(Math.min(...values))} … ${formatNumber(Math.max(...values))})</span></td>`;
  return html`<div class="card scroll"><table><thead><tr><th scope="col">Metric</th>${arms.map((arm, index) => html`<th scope="col"><span class="name"><span class="dot" style="background:${termColour(index)}"></span>${arm}</span></th>`)}</tr></thead><tbody>
${metrics.map((metric) => html`<tr><td>${metric}</td>${arms.map((arm) => cell(finals(arm, metric)))}</tr>`)}
</tbody></table></div>`;
}
