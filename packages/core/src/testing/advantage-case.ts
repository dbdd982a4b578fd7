import type { Advantage, AdvantageInput, AnyFactory } from "../piece/index.ts";
import { type Interval, type Layout, type Signal, sizeAt } from "../signal/index.ts";
import type { Draw } from "./draw.ts";
import type { LawSettings } from "./law.ts";
import { takeLayout, takeRows } from "./rows.ts";
import { sampleLayout, sampleSignal } from "./sample.ts";

export interface AdvantageSubject {
  readonly factory: AnyFactory;
  readonly piece: Advantage;
}

/** One random batch of rewards for an advantage. */
export interface AdvantageCase {
  readonly layout: Layout;
  readonly input: AdvantageInput;
  readonly draw: Draw;
}

const DEFAULT_RANGE: Interval = { min: -3, max: 3 };

export function advantageCase({ inputRanges, inputCount }: LawSettings, draw: Draw): AdvantageCase {
  const layout = sampleLayout(draw);
  const rollouts = layout.groupOf.length;
  const reward = (k: number): Signal =>
    sampleSignal(rollouts, 0.2, draw, () => draw.value(inputRanges?.[k] ?? DEFAULT_RANGE));
  const over = Array.from({ length: inputCount ?? inputRanges?.length ?? 3 }, (_, k) => reward(k));
  const tokenCounts = Float64Array.from(layout.groupOf, () => 1 + draw.integer(9));
  return { layout, input: { total: reward(0), over, tokenCounts }, draw };
}

/** The rewards the piece reads: the terms of `over`, or the total. */
export function rewardsOf(piece: Advantage, { total, over }: AdvantageInput): readonly Signal[] {
  return piece.decoupled ? over : [total];
}

/** The case with other values in the rewards the piece reads. */
export function withRewards(
  piece: Advantage,
  sample: AdvantageCase,
  change: (reward: Signal, k: number) => Signal,
): AdvantageCase {
  const rewards = rewardsOf(piece, sample.input).map(change);
  const input = piece.decoupled ? { ...sample.input, over: rewards } : { ...sample.input, total: rewards[0] as Signal };
  return { ...sample, input };
}

/** The case with some of its rollouts alone. */
export function withRows({ layout, input, draw }: AdvantageCase, rows: readonly number[]): AdvantageCase {
  const { total, over, tokenCounts } = input;
  return {
    draw,
    layout: takeLayout(layout, rows),
    input: {
      total: takeRows(total, rows),
      over: over.map((term) => takeRows(term, rows)),
      ...(tokenCounts === undefined
        ? {}
        : { tokenCounts: Float64Array.from(rows, (row) => tokenCounts[row] as number) }),
    },
  };
}

export function advantagesOf(piece: Advantage, { input, layout }: AdvantageCase): Signal {
  return piece.advantages(input, layout);
}

/** [G] the smallest number of scored members any reward of the piece has in each group. */
export function scoredByGroup(piece: Advantage, { input, layout }: AdvantageCase): Int32Array {
  const least = new Int32Array(sizeAt(layout, "group")).fill(layout.groupOf.length);
  for (const { present } of rewardsOf(piece, input)) {
    const scored = new Int32Array(least.length);
    layout.groupOf.forEach((group, row) => {
      scored[group] = (scored[group] as number) + (present[row] as number);
    });
    scored.forEach((count, group) => {
      least[group] = Math.min(least[group] as number, count);
    });
  }
  return least;
}
