import { BLAMES } from "@guerdon/core/signal";
import { type Html, html } from "./html.ts";
import type { ReportData } from "./report-data.ts";
import { shareBar } from "./share-bar.ts";

/** How many rollouts were scored, abstained or failed, and whose fault the failures were. */
export function outcomeSection({ outcomes }: ReportData): Html {
  const failed = BLAMES.map((blame) => ({
    label: `failed, ${blame} to blame`,
    count: outcomes.failed[blame],
    colour: blame,
  }));
  return html`<h2>Outcomes</h2>
<div class="card">${shareBar([
    { label: "scored", count: outcomes.scored, colour: "scored" },
    { label: "abstained", count: outcomes.abstained, colour: "abstained" },
    ...failed,
  ])}</div>`;
}
