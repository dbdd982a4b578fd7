import { type Html, html } from "./html.ts";
import type { ReportData } from "./report-data.ts";

/** What the static checks found in the program; nothing when they found nothing. */
export function findingSection({ findings }: ReportData): Html | undefined {
  if (findings.length === 0) return undefined;
  return html`<h2>Findings in the program</h2>
<div class="card scroll"><table><thead><tr><th scope="col">Severity</th><th scope="col" class="left">Code</th><th scope="col" class="left">Place</th><th scope="col" class="left">Reason and fix</th></tr></thead><tbody>
${findings.map(
  ({ severity, code, place, reason, fix }) =>
    html`<tr><td><span class="sev ${severity}">${severity}</span></td><td class="left"><code>${code}</code></td><td class="left"><code>${place}</code></td><td class="wrap">${reason} <span class="muted">${fix}</span></td></tr>`,
)}
</tbody></table></div>`;
}
