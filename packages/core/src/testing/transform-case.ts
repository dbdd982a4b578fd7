import type { AnyFactory, Moment, Transform } from "../piece/index.ts";
import { inputSpecAt } from "../program/input-path.ts";
import { type Interval, type Layout, type Level, type Signal, sizeAt } from "../signal/index.ts";
import type { Draw } from "./draw.ts";
import type { LawSettings } from "./law.ts";
import { placesOf, takeLayout, takeRollouts } from "./rows.ts";
import { momentAfter, sampleLayout, sampleRange, sampleSignal } from "./sample.ts";

export interface TransformSubject {
  readonly factory: AnyFactory;
  readonly piece: Transform;
}

/** One random batch for a transform, with the ranges its inputs were drawn from. */
export interface TransformCase {
  readonly layout: Layout;
  readonly ranges: readonly Interval[];
  readonly inputs: readonly Signal[];
  readonly moment: Moment;
  readonly draw: Draw;
}

const DEFAULT_RANGE: Interval = { min: -3, max: 3 };

export function transformCase(piece: Transform, settings: LawSettings, draw: Draw): TransformCase {
  const { inputRanges, inputCount, level = piece.level ?? "rollout" } = settings;
  const fixed = piece.inputs.filter(({ many }) => many !== true).length;
  const listed = inputCount ?? (inputRanges === undefined ? 3 : inputRanges.length - fixed);
  const count = fixed + (fixed < piece.inputs.length ? listed : 0);
  const layout = sampleLayout(draw);
  const ranges = Array.from({ length: count }, (_, k) => sampleRange(draw, inputRanges?.[k] ?? DEFAULT_RANGE));
  const inputsOf = (): readonly Signal[] =>
    ranges.map((range, k) => {
      const read = inputSpecAt(piece, k, count)?.level ?? level;
      return sampleSignal(read, sizeAt(layout, read), 0.2, draw, () => draw.value(range));
    });
  const moment = momentAfter(draw, piece.adaptive, (state, step) =>
    piece.adaptive?.step(state, inputsOf(), layout, step),
  );
  return { layout, ranges, inputs: inputsOf(), moment, draw };
}

export function resultOf(piece: Transform, { inputs, layout, moment }: TransformCase): Signal {
  return piece.apply(inputs, layout, moment);
}

export function withInputs(sample: TransformCase, change: (input: Signal, k: number) => Signal): TransformCase {
  return { ...sample, inputs: sample.inputs.map(change) };
}

/** The case with some of its rollouts alone, in that order. */
export function withRollouts(sample: TransformCase, rows: readonly number[]): TransformCase {
  const { inputs, layout } = sample;
  return {
    ...sample,
    layout: takeLayout(layout, rows),
    inputs: inputs.map((input) => takeRollouts(input, layout, rows)),
  };
}

/** The rollouts that a value of some level belongs to. */
export function rolloutsAt(layout: Layout, level: Level, index: number): readonly number[] {
  const all = [...layout.groupOf.keys()];
  if (level === "batch") return all;
  if (level === "group") return all.filter((row) => layout.groupOf[row] === index);
  if (level === "rollout") return [index];
  const offsets = level === "step" ? layout.stepOffsets : layout.tokenOffsets;
  return all.filter((row) => index >= (offsets[row] as number) && index < (offsets[row + 1] as number));
}

/** For each input, where it lies that concerns the rollouts of one value of the result. */
export function inputPlaces(
  { inputs, layout }: TransformCase,
  out: Signal,
  index: number,
): readonly (readonly number[])[] {
  const rows = rolloutsAt(layout, out.level, index);
  return inputs.map((input) => placesOf(layout, input.level, rows));
}
