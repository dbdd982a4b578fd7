import { distributionSection } from "./distribution-section.ts";
import { findingSection } from "./finding-section.ts";
import { groupSection } from "./group-section.ts";
import { headSection } from "./head-section.ts";
import { html } from "./html.ts";
import { loadCanvas } from "./load-canvas.ts";
import { outcomeSection } from "./outcome-section.ts";
import { page } from "./page.ts";
import type { ReportData } from "./report-data.ts";
import { rolloutSection } from "./rollout-section.ts";
import { termsTable } from "./terms-table.ts";

/** The report as one HTML file that needs no network and runs no script. */
export async function writeReport(data: ReportData): Promise<string> {
  const canvas = await loadCanvas();
  return page(
    `${data.program.name}: reward report`,
    html`<header>${headSection(data)}</header>
${outcomeSection(data)}
${findingSection(data)}
${distributionSection(data, canvas)}
${termsTable(data)}
${groupSection(data)}
${rolloutSection(data)}
<footer>Standard deviations are of the population. A dashed line marks the mean.</footer>`,
  );
}
