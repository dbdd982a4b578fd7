import { type ScaleLinear, scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { Series } from "./series.ts";
import { type Frame, px } from "./svg-parts.ts";

type Point = readonly [x: number, y: number] | null;
export type Scale = ScaleLinear<number, number>;

/** Axes and one line for each series; a line has a gap where values are missing. */
export function drawCurves(all: readonly Series[], frame: Frame): readonly string[] {
  const ats = all.flatMap(({ at }) => at);
  const x = scaleLinear([Math.min(...ats), Math.max(...ats)], [frame.left, frame.width - frame.right]);
  const y = valueScale(
    all.flatMap(({ values }) => values),
    frame,
  );
  const path = line<Point>(
    (point) => x((point as [number, number])[0]),
    (point) => y((point as [number, number])[1]),
  )
    .defined((point) => point !== null)
    .digits(2);
  const curves = all.map((series, i) => {
    const points = series.at.map(
      (at, k): Point => ((series.values[k] ?? null) === null ? null : [at, series.values[k] as number]),
    );
    return `<path class="curve l${i}" d="${path(withoutCollinear(points, x, y)) ?? ""}"/>`;
  });
  const dots = all.flatMap((series, i) =>
    lonePoints(series).map(([at, value]) => `<circle class="b${i}" cx="${px(x(at))}" cy="${px(y(value))}" r="4"/>`),
  );
  return [...valueAxis(y, frame), ...positionAxis(x, frame), ...curves, ...dots];
}

/** Points without a neighbour, of which a line shows nothing. */
function lonePoints({ at, values }: Series): readonly (readonly [number, number])[] {
  const isThere = (i: number): boolean => (values[i] ?? null) !== null;
  return at.flatMap((place, i) =>
    isThere(i) && !isThere(i - 1) && !isThere(i + 1) ? [[place, values[i] as number]] : [],
  );
}

/** From the least to the greatest value with some room; a flat line stands in the middle. */
export function valueScale(values: readonly (number | null)[], frame: Frame, from?: number): Scale {
  const present = values.filter((value) => value !== null);
  const known = [...(present.length === 0 ? [0] : present), ...(from === undefined ? [] : [from])];
  let [least, most] = [Math.min(...known), Math.max(...known)];
  if (most - least < 1e-9 * Math.max(1, Math.abs(most))) [least, most] = [least - 1, most + 1];
  // Bars need room for the numbers at their ends.
  const room = from === undefined ? 0 : (most - least) * 0.06;
  const [low, high] = [least === 0 ? 0 : least - room, most === 0 ? 0 : most + room];
  return scaleLinear([low, high], [frame.height - frame.bottom, frame.top]).nice(6);
}

/** Lines and numbers of the vertical axis. */
export function valueAxis(y: Scale, frame: Frame): readonly string[] {
  const format = y.tickFormat(6);
  return y.ticks(6).map((tick) => {
    const at = px(y(tick));
    const isZero = tick === 0 ? "zero" : "grid";
    const rule = `<path class="${isZero}" d="M${frame.left},${at}H${frame.width - frame.right}"/>`;
    return `${rule}<text class="end" x="${frame.left - 8}" y="${px(y(tick) + 4)}">${format(tick)}</text>`;
  });
}

function positionAxis(x: Scale, frame: Frame): readonly string[] {
  const bottom = frame.height - frame.bottom;
  const format = x.tickFormat(8);
  return x.ticks(8).map((tick) => {
    const at = px(x(tick));
    return `<path class="grid" d="M${at},${bottom}v5"/><text class="mid" x="${at}" y="${bottom + 19}">${format(tick)}</text>`;
  });
}

/** Leaves out points that lie on the line between their neighbours, within a hundredth of a pixel. */
function withoutCollinear(points: readonly Point[], x: Scale, y: Scale): readonly Point[] {
  const kept: Point[] = [];
  points.forEach((point, i) => {
    const [last, next] = [kept.at(-1), points[i + 1]];
    if (point === null || last === null || last === undefined || next === null || next === undefined) {
      kept.push(point);
      return;
    }
    const share = (point[0] - last[0]) / (next[0] - last[0]);
    const between = y(last[1]) + (y(next[1]) - y(last[1])) * share;
    if (Math.abs(between - y(point[1])) > 0.01 || x(point[0]) === x(last[0])) kept.push(point);
  });
  return kept;
}
