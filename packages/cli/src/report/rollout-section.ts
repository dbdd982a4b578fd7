import type { Json } from "@guerdon/core/signal";
import { formatNumber } from "./format-number.ts";
import { type Html, html } from "./html.ts";
import type { ReportData, ReportRollout } from "./report-data.ts";
import { termColour } from "./term-colour.ts";

const FIRST_LINE_LENGTH = 160;
const MAX_TEXT_LENGTH = 20_000;

/** The best, worst and failed rollouts with what each term's score rests on. */
export function rolloutSection({ best, worst, failed, terms }: ReportData): Html {
  const names = terms.map(({ name }) => name);
  return html`${list("Best rollouts", best, names)}${list("Worst rollouts", worst, names)}${list("Failed rollouts", failed, names)}`;
}

function list(title: string, rollouts: readonly ReportRollout[], terms: readonly string[]): Html | undefined {
  if (rollouts.length === 0) return undefined;
  return html`<h2>${title}</h2>${rollouts.map((rollout, index) => card(rollout, terms, index === 0))}`;
}

function card(rollout: ReportRollout, terms: readonly string[], isOpen: boolean): Html {
  const { id, group, total, advantage, missing, text, prompt, item } = rollout;
  return html`<details class="rollout"${isOpen ? html` open` : undefined}><summary><span class="badge" style="background:var(--${colourOf(rollout)})">${total === null ? (missing?.blame ?? "none") : formatNumber(total)}</span><span class="id">${id}</span><span class="first">${firstLine(text)}</span></summary>
<div class="body">
<p class="muted">group ${group}, ${advantage === null ? "no advantage" : `advantage ${formatNumber(advantage)}`}</p>
${missing === undefined ? undefined : html`<p><b>No total:</b> ${missing.reason}</p>`}
<div class="scroll"><table><thead><tr><th scope="col">Term</th><th scope="col">Score</th><th scope="col" class="left">Evidence</th></tr></thead><tbody>
${terms.map((term, index) => termRow(rollout, term, index))}
</tbody></table></div>
${block("Prompt", prompt === "" ? undefined : prompt)}${block("Completion", text)}${item === undefined ? undefined : block("Item", itemText(item))}
</div></details>`;
}

function termRow({ terms, evidence }: ReportRollout, term: string, index: number): Html {
  const value = Object.hasOwn(terms, term) ? (terms[term] as number | null) : null;
  const why = Object.hasOwn(evidence, term) ? evidence[term] : undefined;
  return html`<tr><td><span class="name"><span class="dot" style="background:${termColour(index)}"></span>${term}</span></td><td>${formatNumber(value)}</td><td class="wrap">${why}</td></tr>`;
}

function block(label: string, text: string | undefined): Html | undefined {
  if (text === undefined) return undefined;
  const rest = text.length - MAX_TEXT_LENGTH;
  const shown = rest > 0 ? `${text.slice(0, MAX_TEXT_LENGTH)}\n… ${formatNumber(rest)} more characters` : text;
  return html`<p class="label">${label}</p><pre dir="auto">${shown === "" ? " " : shown}</pre>`;
}

/** Short items on one line. */
function itemText(item: Json): string {
  const line = JSON.stringify(item);
  return line.length <= FIRST_LINE_LENGTH ? line : JSON.stringify(item, null, 2);
}

function firstLine(text: string): string {
  return text.slice(0, FIRST_LINE_LENGTH).replace(/\s+/g, " ").trim();
}

function colourOf({ total, advantage, missing }: ReportRollout): string {
  if (total === null) return missing?.blame ?? "abstained";
  if (advantage === null || advantage === 0) return "total";
  return advantage > 0 ? "up" : "down";
}
