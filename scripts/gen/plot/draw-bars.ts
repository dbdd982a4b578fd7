import { type ScaleBand, scaleBand } from "d3-scale";
import { type Scale, valueAxis, valueScale } from "./draw-curves.ts";
import type { GivenRow, Series } from "./series.ts";
import { escapeXml, type Frame, px, shownNumber } from "./svg-parts.ts";

type Band = ScaleBand<number>;

/** Height of one row of numbers below the bars. */
export const GIVEN_HEIGHT = 16;
/** With more bars than this they carry no numbers. */
const NUMBERED = 12;

/** Axes and a bar for each value, series side by side; a missing value has a cross instead. */
export function drawBars(all: readonly Series[], frame: Frame): readonly string[] {
  const ats = [...new Set(all.flatMap(({ at }) => at))];
  const x = scaleBand(ats, [frame.left, frame.width - frame.right]).padding(0.25);
  const inner = scaleBand(
    all.map((_, i) => i),
    [0, x.bandwidth()],
  ).paddingInner(0.1);
  const y = valueScale(
    all.flatMap(({ values }) => values),
    frame,
    0,
  );
  const isNumbered = ats.length * all.length <= NUMBERED;
  const bars = all.flatMap((series, i) =>
    series.at.flatMap((at, k) => {
      const left = (x(at) as number) + (inner(i) as number);
      return bar(series.values[k] ?? null, left, inner.bandwidth(), y, i, isNumbered);
    }),
  );
  return [...valueAxis(y, frame), ...positions(ats, x, sharedGiven(all) ?? [], frame), ...bars];
}

function bar(
  value: number | null,
  left: number,
  width: number,
  y: Scale,
  i: number,
  isNumbered: boolean,
): readonly string[] {
  const middle = px(left + width / 2);
  if (value === null) return [`<text class="mid" x="${middle}" y="${px(y(0) - 6)}">×</text>`];
  const [top, base] = [Math.min(y(value), y(0)), Math.max(y(value), y(0))];
  const rect = `<rect class="b${i}" x="${px(left)}" y="${px(top)}" width="${px(width)}" height="${px(Math.max(base - top, 1))}" rx="1"/>`;
  if (!isNumbered) return [rect];
  const at = value < 0 ? base + 13 : top - 5;
  return [rect, `<text class="mid value" x="${middle}" y="${px(at)}">${shownNumber(value)}</text>`];
}

/** What the bars come from, where all series have the same. */
export function sharedGiven(all: readonly Series[]): readonly GivenRow[] | undefined {
  const [first] = all;
  return all.every(({ given }) => JSON.stringify(given) === JSON.stringify(first?.given)) ? first?.given : undefined;
}

/** Numbers of the bars, and below them the rows of what they come from. */
function positions(ats: readonly number[], x: Band, given: readonly GivenRow[], frame: Frame): readonly string[] {
  const first = frame.height - frame.bottom + 17;
  const stride = Math.ceil(ats.length / 24);
  const names = given.map(({ name }, row) => text("value", 16, first + GIVEN_HEIGHT * (row + 1), escapeXml(name)));
  const numbers = ats.flatMap((at, i) => {
    if (i % stride !== 0) return [];
    const middle = (x(at) as number) + x.bandwidth() / 2;
    const rows = given.map(({ values }, row) => {
      const value = values[i] ?? null;
      return text("mid value", middle, first + GIVEN_HEIGHT * (row + 1), value === null ? "×" : shownNumber(value));
    });
    return [...(ats.length === 1 ? [] : [text("mid", middle, first, String(at))]), ...rows];
  });
  return [...names, ...numbers];
}

function text(style: string, x: number, y: number, content: string): string {
  return `<text class="${style}" x="${px(x)}" y="${px(y)}">${content}</text>`;
}
