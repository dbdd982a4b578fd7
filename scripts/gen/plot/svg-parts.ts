/** Size of a plot and the room around its axes, in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export const FRAME: Frame = { width: 640, height: 320, top: 62, right: 20, bottom: 54, left: 60 };
/** Number of colours that series can have. */
export const COLOURS = 6;

/** Colours of GitHub's pages, light and dark. */
const LIGHT =
  "--ink:#1f2328;--muted:#59636e;--grid:#e3e7eb;--paper:#fff;--c0:#0969da;--c1:#bc4c00;--c2:#1a7f37;--c3:#8250df;--c4:#bf3989;--c5:#7d4e00";
const DARK =
  "--ink:#f0f6fc;--muted:#9198a1;--grid:#2b3138;--paper:#0d1117;--c0:#4493f8;--c1:#db6d28;--c2:#3fb950;--c3:#ab7df8;--c4:#db61a2;--c5:#d29922";
const DASHES = ["", "7 3", "2 3", "9 3 2 3", "4 4", "1 4"];
const LETTER_WIDTH = 6.7;
const LINE_HEIGHT = 18;

export const STYLE: string = [
  `svg{${LIGHT}}`,
  `@media(prefers-color-scheme:dark){svg{${DARK}}}`,
  "text{font:12px system-ui,-apple-system,'Segoe UI',sans-serif;fill:var(--muted)}",
  ".title{font-size:14px;font-weight:600;fill:var(--ink)}.mid{text-anchor:middle}.end{text-anchor:end}",
  ".value{font-size:11px;fill:var(--ink)}.paper{fill:var(--paper)}.grid{stroke:var(--grid)}.zero{stroke:var(--muted)}",
  ".curve{fill:none;stroke-width:2;stroke-linejoin:round}",
  ...Array.from(
    { length: COLOURS },
    (_, i) =>
      `.l${i}{stroke:var(--c${i})${DASHES[i] === "" ? "" : `;stroke-dasharray:${DASHES[i]}`}}.b${i}{fill:var(--c${i})}`,
  ),
].join("");

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A coordinate with at most two digits after the point. */
export function px(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** A whole number, or a value with three significant digits, with a true minus sign. */
export function shownNumber(value: number): string {
  const short = Number.isInteger(value) ? value : Number(value.toPrecision(3));
  return String(Object.is(short, -0) ? 0 : short).replace("-", "−");
}

export interface Legend {
  readonly parts: readonly string[];
  /** Room it takes. */
  readonly height: number;
}

/** Names of the series beside their colour, as many a row as fit. */
export function legendOf(labels: readonly string[], kind: "curve" | "bars"): Legend {
  const parts: string[] = [];
  let [x, row] = [16, 0];
  labels.forEach((label, i) => {
    const width = 36 + label.length * LETTER_WIDTH;
    if (x > 16 && x + width > FRAME.width - 16) [x, row] = [16, row + 1];
    const y = 46 + row * LINE_HEIGHT;
    const line = `<path class="curve l${i}" d="M${px(x)},${y - 4}h22"/>`;
    const square = `<rect class="b${i}" x="${px(x + 8)}" y="${y - 10}" width="12" height="12" rx="1"/>`;
    parts.push(`${kind === "bars" ? square : line}<text x="${px(x + 28)}" y="${y}">${escapeXml(label)}</text>`);
    x += width + 14;
  });
  return { parts, height: labels.length === 0 ? 0 : (row + 1) * LINE_HEIGHT };
}
