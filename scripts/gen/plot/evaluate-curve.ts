import type { Transform } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import type { Axis } from "./parse-plot.ts";
import { applyAt, type Given, inputsOf } from "./plot-inputs.ts";
import { plotLayout, valuesOf } from "./plot-layout.ts";
import type { Series } from "./series.ts";

/** Points of a curve over an input. */
export const POINTS = 201;
/** Most steps that are drawn of a course over time. */
const STEPS = 400;
/** How often the place of a jump is halved. */
const HALVINGS = 20;

/**
 * A curve over one input. Pieces that compare members get all points as one group, those that give a number for each
 * group get each point as a group of its own, others get one point at a time.
 */
export function overInput(
  piece: Transform,
  axis: Extract<Axis, { kind: "input" }>,
  given: Given,
  yLabel: string,
): Series {
  const at = Array.from({ length: POINTS }, (_, i) => rounded(axis.from + ((axis.to - axis.from) * i) / (POINTS - 1)));
  const name = piece.inputs.some((input) => input.name === axis.name) ? axis.name : (piece.inputs[0]?.name ?? "");
  const many = piece.level === "group" ? { groups: POINTS } : { members: POINTS };
  const layout = plotLayout(piece.scope === "rollout" ? {} : many);
  const valuesAt = (row: readonly number[]): Series["values"] =>
    valuesOf(applyAt(piece, layout, inputsOf(piece, layout, given, { name, rows: [row], others: [[0.5]] }), given));
  if (piece.scope !== "rollout") return { kind: "curve", at, values: valuesAt(at), xLabel: axis.name, yLabel };
  const points = withJumps(at, (x) => valuesAt([x])[0] ?? null);
  return { kind: "curve", at: points.map(([x]) => x), values: points.map(([, y]) => y), xLabel: axis.name, yLabel };
}

type Point = readonly [x: number, y: number | null];

/** The points of a function; where it jumps there are two more, so close that the line is upright. */
function withJumps(at: readonly number[], valueAt: (x: number) => number | null): readonly Point[] {
  const points = at.map((x): Point => [x, valueAt(x)]);
  const known = points.map(([, y]) => y).filter((y) => y !== null);
  const limit = (Math.max(...known) - Math.min(...known)) / 10;
  return points.flatMap((point, i) => {
    const next = points[i + 1];
    return next === undefined || !isApart(point, next, limit)
      ? [point]
      : [point, ...jumpBetween(point, next, limit, valueAt)];
  });
}

function isApart([, a]: Point, [, b]: Point, limit: number): boolean {
  return a !== null && b !== null && Math.abs(a - b) > limit;
}

function jumpBetween(
  left: Point,
  right: Point,
  limit: number,
  valueAt: (x: number) => number | null,
): readonly Point[] {
  let [before, after] = [left, right];
  for (let i = 0; i < HALVINGS; i++) {
    const x = (before[0] + after[0]) / 2;
    const middle: Point = [x, valueAt(x)];
    if (isApart(before, middle, limit)) after = middle;
    else if (isApart(middle, after, limit)) before = middle;
    else return [];
  }
  return [before, after];
}

/** A curve over training steps; an adaptive piece moves its state after each, and a list is a course over time. */
export function overStep(
  piece: Transform,
  { from, to }: Extract<Axis, { kind: "step" }>,
  given: Given,
  yLabel: string,
): Series {
  const layout = plotLayout({});
  const stride = Math.max(1, Math.ceil((to - from) / STEPS));
  const [at, values]: [number[], (number | null)[]] = [[], []];
  let state: Json | undefined = piece.adaptive?.init();
  for (let step = from; step <= to; step++) {
    const inputs = inputsOf(piece, layout, atTime(given, (step - from) / (to - from + 1)));
    if ((step - from) % stride === 0) {
      at.push(step);
      values.push(valuesOf(applyAt(piece, layout, inputs, { step }, state))[0] ?? null);
    }
    if (state !== undefined) state = piece.adaptive?.step(state, inputs, layout, step);
  }
  return { kind: "curve", at, values, xLabel: "training step", yLabel };
}

/** Each list stands for a course over the time of the plot; anything else stays. */
function atTime(given: Given, share: number): Given {
  const now = (value: Json): Json => (Array.isArray(value) ? (value[Math.floor(share * value.length)] as Json) : value);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, now(value)]));
}

/** Without the last digits of binary fractions: 0.30000000000000004 is 0.3. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
