import { formatNumber } from "./format-number.ts";
import { type Html, html } from "./html.ts";
import type { DeadReason, ReportData } from "./report-data.ts";
import { shareBar } from "./share-bar.ts";

const MEANING: { readonly [why in DeadReason]: string } = {
  "all equal": "all rollouts earn the same, so no advantage is left",
  "all missing": "no rollout has a total",
  "one rollout": "nothing to compare with",
};

/** How many groups give the policy something to learn from, and some of those that do not. */
export function groupSection({ groups, deadGroups }: ReportData): Html {
  const { counts, examples } = deadGroups;
  const dead = counts["all equal"] + counts["all missing"] + counts["one rollout"];
  return html`<h2>Groups</h2>
<div class="card">${shareBar([
    { label: "with signal", count: groups - dead, colour: "scored" },
    { label: "all equal", count: counts["all equal"], colour: "flat" },
    { label: "one rollout", count: counts["one rollout"], colour: "candidate" },
    { label: "all missing", count: counts["all missing"], colour: "engine" },
  ])}
${examples.length === 0 ? undefined : examplesOf({ dead, examples })}</div>`;
}

function examplesOf({ dead, examples }: { dead: number; examples: ReportData["deadGroups"]["examples"] }): Html {
  const title =
    examples.length < dead
      ? `${formatNumber(examples.length)} of ${formatNumber(dead)} dead groups`
      : "The dead groups";
  return html`<details class="list"><summary><span class="first">${title}</span></summary>
<div class="scroll"><table><thead><tr><th scope="col">Group</th><th scope="col">Rollouts</th><th scope="col">Total</th><th scope="col" class="left">Why</th></tr></thead><tbody>
${examples.map(
  ({ group, rollouts, total, why }) =>
    html`<tr><td class="wrap">${group}</td><td>${formatNumber(rollouts)}</td><td>${formatNumber(total)}</td><td class="left"><b>${why}</b> <span class="muted">${MEANING[why]}</span></td></tr>`,
)}
</tbody></table></div></details>`;
}
