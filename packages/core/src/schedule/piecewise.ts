import { z } from "zod";
import { defineSchedule, START, type TransformFactory } from "../piece/index.ts";
import { fullSignal, hull } from "../signal/index.ts";
import { type Move, SHAPES, type Shape, valueOfMove } from "./value-of-move.ts";

/** One segment of a piecewise schedule. */
export interface Segment {
  /** Value at the end, and with `hold` all along. */
  readonly to: number;
  /** Training steps it lasts; the last segment may go on for ever. */
  readonly steps?: number | undefined;
  /** The training step it ends before, instead of `steps`. */
  readonly until?: number | undefined;
  /** Value at the start; default: where the segment before ended. */
  readonly from?: number | undefined;
  readonly shape: Shape;
  readonly sharpness: number;
  readonly cycles: number;
}
type SegmentInput = { readonly to: number } & { readonly [K in keyof Segment]?: Segment[K] | undefined };

export interface PiecewiseOptions {
  /** Value before the first segment. */
  readonly from: number;
  /** The pieces in order, each with where it leads and how long it takes. */
  readonly segments: readonly Segment[];
}
interface PiecewiseInput {
  readonly from?: number | undefined;
  readonly segments: readonly SegmentInput[];
}

const segment: z.ZodType<Segment, SegmentInput> = z.strictObject({
  to: z.number(),
  steps: z.number().positive().optional(),
  until: z.number().positive().optional(),
  from: z.number().optional(),
  shape: z.enum(SHAPES).default("hold"),
  sharpness: z.number().positive().default(5),
  cycles: z.int().positive().default(1),
});

const options: z.ZodType<PiecewiseOptions, PiecewiseInput> = z
  .strictObject({ from: z.number().default(0), segments: z.array(segment).min(1).readonly() })
  .superRefine(({ from, segments }, issues) => {
    let [start, value] = [0, from];
    segments.forEach((entry, k) => {
      const last = k === segments.length - 1;
      const wrong = wrongIn(entry, start, entry.from ?? value, last);
      if (wrong !== undefined) issues.addIssue({ code: "custom", path: ["segments", k], message: wrong });
      start = endOf(entry, start);
      value = entry.to;
    });
  });

/**
 * Goes through segments of training, each with a value or a way of its own.
 *
 *   out(step) = value of the segment that holds the step; the last value holds for ever after
 *
 * A segment has `to` and either `steps` (how long) or `until` (the step it ends before). Its
 * `shape` is `hold` (stays at `to`), or a way from the value before to `to`: `linear`, `cosine`,
 * `geometric`, `sigmoid`, `exponential` (see `anneal`), gone `cycles` times. The last segment needs
 * no end when it holds. Phases, stages and step functions are lists of `hold`; a piecewise-linear
 * function is a list of `linear`.
 *
 * @shape → one number
 * @unit that of the values
 * @throws RewardError GUERDON_OPTION when a segment has no end, two, or one before its start
 * @paper 086 §Mechanism (two-stage scale: a third of the range before step 30)
 * @paper 103 §Mechanism (phases of 95 and 40 steps)
 * @paper 205 §Mechanism (thresholds that change at half of training)
 * @paper 121 §Mechanism (two phases, each with its exponential)
 * @paper 183 §Mechanism (warm-up, then cosine with restarts)
 * @paper 102, 185 (stages by steps)
 * @kind schedule
 * @alias rangeSchedule = { use: piecewise, from: 2, segments: [{ to: 1, steps: 150, shape: linear }] }
 * @alias staged = { use: piecewise, segments: [{ until: 30, to: 0.33 }, { to: 1 }] }
 * @alias step = { use: piecewise, segments: [{ until: 30, to: 0.33 }, { to: 1 }] }
 * @alias phases = { use: piecewise, segments: [{ steps: 95, to: 0 }, { steps: 40, to: 1 }] }
 * @alias 102:stages = { use: piecewise, segments: [{ steps: 100, to: 0 }, { to: 1 }] }
 * @alias 185:stages = { use: piecewise, segments: [{ steps: 100, to: 0 }, { steps: 100, to: 1 }, { to: 2 }] }
 * @alias stagedThresholds = { use: piecewise, segments: [{ until: 500, to: 0.5 }, { to: 0.75 }] }
 * @alias sequentialObjectives = { use: piecewise, segments: [{ steps: 100, to: 0 }, { to: 1 }] }
 * @alias 073:polish = { use: piecewise, segments: [{ until: 500, to: 0 }, { to: 0.05 }] }
 * @alias cosine with restarts = { use: piecewise, segments: [{ steps: 30, to: 0.6, shape: linear }, { steps: 150, to: 0, shape: cosine, cycles: 3 }] }
 * @plot { segments: [{ steps: 30, to: 0.6, shape: "linear" }, { steps: 150, to: 0, shape: "cosine", cycles: 3 }] } over step 0..200
 * @plot { segments: [{ until: 60, to: 0.33 }, { to: 1 }] } over step 0..200
 *
 * ```ts doctest
 * import { piecewise } from "@guerdon/core/schedule";
 * import { flatLayout } from "@guerdon/core/signal";
 * const range = piecewise({ segments: [{ until: 30, to: 1 }, { steps: 10, to: 3, shape: "linear" }] });
 * [0, 29, 30, 35, 40, 99].map((step) => range.apply([], flatLayout([1]), { step }).values[0]) // => [1, 1, 1, 2, 3, 3]
 * ```
 */
export const piecewise: TransformFactory<typeof options> = defineSchedule({
  name: "piecewise",
  version: 1,
  summary: "Goes through segments of training, each with a value or a way of its own.",
  options,
  build: ({ from, segments }) => {
    const ways = waysOf(from, segments);
    const reached = ways.flatMap((way) => (way.shape === "hold" ? [way.to] : [way.from, way.to]));
    const range = hull(...reached.map((value) => ({ min: value, max: value })));
    return {
      level: "batch",
      inputs: [],
      range: () => range,
      trend: () => "constant",
      apply: (_inputs, _layout, { step } = START) => fullSignal("batch", [valueAt(ways, step)]),
    };
  },
});

interface Way extends Move {
  readonly start: number;
}

function waysOf(from: number, segments: readonly Segment[]): readonly Way[] {
  let [start, value] = [0, from];
  return segments.map((entry) => {
    const { to, shape, sharpness, cycles } = entry;
    const end = endOf(entry, start);
    const way = { start, from: entry.from ?? value, to, steps: end - start, shape, sharpness, cycles };
    [start, value] = [end, to];
    return way;
  });
}

function valueAt(ways: readonly Way[], step: number): number {
  let way = ways[0] as Way;
  for (const next of ways) if (step >= next.start) way = next;
  return valueOfMove(way, step - way.start);
}

function endOf({ steps, until }: Segment, start: number): number {
  return until ?? (steps === undefined ? Number.POSITIVE_INFINITY : start + steps);
}

/** What is wrong with a segment, in words. */
function wrongIn(entry: Segment, start: number, from: number, last: boolean): string | undefined {
  const { steps, until, shape, to } = entry;
  if (steps !== undefined && until !== undefined) return "has both `steps` and `until`";
  if (steps === undefined && until === undefined && !(last && shape === "hold")) return "has no `steps` and no `until`";
  if (until !== undefined && until <= start) return `ends before step ${until}, where it has not begun`;
  if (shape === "geometric" && !(from * to > 0)) return "`geometric` needs two values of one sign, neither 0";
  return undefined;
}
