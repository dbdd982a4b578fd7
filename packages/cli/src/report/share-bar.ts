import { formatNumber, formatShare } from "./format-number.ts";
import { type Html, html } from "./html.ts";

/** One part of a whole. */
export interface Share {
  readonly label: string;
  readonly count: number;
  /** Name of a colour of the page: `scored`. */
  readonly colour: string;
}

/** A bar cut into the shares of a whole, with a legend; shares of nothing are left out. */
export function shareBar(shares: readonly Share[]): Html {
  const shown = shares.filter(({ count }) => count > 0);
  const whole = shown.reduce((sum, { count }) => sum + count, 0);
  if (whole === 0) return html`<p class="none">There are none.</p>`;
  return html`<div class="bar" role="img" aria-label="${shown.map(({ label, count }) => `${count} ${label}`).join(", ")}">
${shown.map(({ colour, count }) => html`<i style="flex:${count};background:var(--${colour})"></i>`)}
</div>
<ul class="legend">
${shown.map(
  ({ label, colour, count }) =>
    html`<li><span class="dot" style="background:var(--${colour})"></span><span>${label} <b>${formatNumber(count)}</b> <span class="muted">${formatShare(count, whole)}</span></span></li>`,
)}
</ul>`;
}
