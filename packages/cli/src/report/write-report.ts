import { distributionSection } from "./distribution-section.ts";
import { findingSection } from "./finding-section.ts";
import { groupSection } from "./group-section.ts";
import { headSection } from "./head-section.ts";
import { Html, html } from "./html.ts";
import { loadCanvas } from "./load-canvas.ts";
import { outcomeSection } from "./outcome-section.ts";
import { PAGE_STYLE } from "./page-style.ts";
import type { ReportData } from "./report-data.ts";
import { rolloutSection } from "./rollout-section.ts";
import { termsTable } from "./terms-table.ts";

/** Nothing may be loaded and nothing may run, even if an escape were missed. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The report as one HTML file that needs no network and runs no script. */
export async function writeReport(data: ReportData): Promise<string> {
  const canvas = await loadCanvas();
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${data.program.name}: reward report</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body><main>
<header>${headSection(data)}</header>
${outcomeSection(data)}
${findingSection(data)}
${distributionSection(data, canvas)}
${termsTable(data)}
${groupSection(data)}
${rolloutSection(data)}
<footer>Standard deviations are of the population. A dashed line marks the mean.</footer>
</main></body>
</html>
`;
  return page.text;
}
