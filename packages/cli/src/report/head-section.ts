import { formatCompact, formatNumber, formatSeconds, formatShare, formatUsd } from "./format-number.ts";
import { type Html, html } from "./html.ts";
import type { ReportData } from "./report-data.ts";

const HASH_LENGTH = 12;

/** What was scored with what, and the few numbers to look at first. */
export function headSection(data: ReportData): Html {
  const { program, deadGroups, outcomes } = data;
  const dead = Object.values(deadGroups.counts).reduce((sum, count) => sum + count, 0);
  const failed = Object.values(outcomes.failed).reduce((sum, count) => sum + count, 0);
  return html`<p class="kicker">Reward report</p>
<h1>${program.name}</h1>
<p class="formula"><span class="muted">total =</span> <code>${program.total}</code></p>
<ul class="facts">
<li>program <code>${program.hash.slice(0, HASH_LENGTH)}</code></li>
${program.advantage === undefined ? undefined : html`<li>advantage <code>${program.advantage}</code></li>`}
<li>rollouts <code>${data.input}</code></li>
<li>${timeOf(data.finishedAt)}</li>
<li>took ${formatSeconds(data.seconds)}</li>
</ul>
<ul class="tiles">
${tile(formatCompact(data.rollouts), "rollouts")}
${tile(formatCompact(data.groups), "groups")}
${tile(formatNumber(data.total.statistics.mean), "mean total")}
${tile(formatShare(dead, data.groups), "dead groups")}
${failed === 0 ? undefined : tile(formatCompact(failed), failed === 1 ? "rollout failed" : "rollouts failed")}
${tile(formatCompact(data.rolloutsPerSecond), "rollouts per second")}
${data.costUsd === 0 ? undefined : tile(formatUsd(data.costUsd), "spent")}
</ul>`;
}

function tile(value: string, label: string): Html {
  return html`<li><b>${value}</b><span>${label}</span></li>`;
}

function timeOf(iso: string): Html {
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}
