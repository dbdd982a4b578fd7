import type { Advantage, AdvantageInput, AnyFactory, InputSpec, Moment } from "../piece/index.ts";
import { type Interval, type Layout, type Level, type Signal, sizeAt } from "../signal/index.ts";
import type { Draw } from "./draw.ts";
import type { LawSettings } from "./law.ts";
import { takeLayout, takeRollouts } from "./rows.ts";
import { momentAfter, sampleLayout, sampleSignal } from "./sample.ts";

export interface AdvantageSubject {
  readonly factory: AnyFactory;
  readonly piece: Advantage;
}

/** One random batch of rewards for an advantage. */
export interface AdvantageCase {
  readonly layout: Layout;
  readonly input: AdvantageInput;
  readonly moment: Moment;
  readonly draw: Draw;
}

const DEFAULT_RANGE: Interval = { min: -3, max: 3 };

export function advantageCase(piece: Advantage, settings: LawSettings, draw: Draw): AdvantageCase {
  const layout = sampleLayout(draw);
  const moment = momentAfter(draw, piece.adaptive, (state, step) => {
    const input = advantageInput(piece, settings, layout, draw);
    return piece.adaptive?.step(state, [...rewardsOf(piece, input), ...(input.inputs ?? [])], layout, step);
  });
  return { layout, input: advantageInput(piece, settings, layout, draw), moment, draw };
}

/** Rewards first, then the other inputs, in the order of `inputRanges`; all at their levels. */
function advantageInput(
  piece: Advantage,
  { inputRanges, inputCount, level = piece.level ?? "rollout" }: LawSettings,
  layout: Layout,
  draw: Draw,
): AdvantageInput {
  const rollouts = layout.groupOf.length;
  const own = piece.inputs ?? [];
  const drawn = (at: Level, k: number, missingShare = 0.2): Signal =>
    sampleSignal(at, sizeAt(layout, at), missingShare, draw, () => draw.value(inputRanges?.[k] ?? DEFAULT_RANGE));
  const listed = own.at(-1)?.many === true ? own.length + 1 : own.length;
  const terms = piece.decoupled ? (inputCount ?? Math.max(1, (inputRanges?.length ?? 3 + listed) - listed)) : 1;
  const over = Array.from({ length: piece.decoupled ? terms : 3 }, (_, k) => drawn("rollout", piece.decoupled ? k : 0));
  const inputs = Array.from({ length: listed }, (_, k) =>
    drawn((own[Math.min(k, own.length - 1)] as InputSpec).level ?? "rollout", terms + k),
  );
  return {
    total: drawn("rollout", 0),
    over,
    tokenCounts: Float64Array.from({ length: rollouts }, () => 1 + draw.integer(9)),
    ...(own.length === 0 ? {} : { inputs }),
    ...(piece.refines === true ? { before: drawn(level, 0, 0) } : {}),
  };
}

/** The rewards the piece reads: the advantages before it, the terms of `over`, or the total. */
export function rewardsOf(piece: Advantage, { total, over, before }: AdvantageInput): readonly Signal[] {
  if (piece.refines === true) return [before as Signal];
  return piece.decoupled ? over : [total];
}

/** The case with other values in the rewards the piece reads. */
export function withRewards(
  piece: Advantage,
  sample: AdvantageCase,
  change: (reward: Signal, k: number) => Signal,
): AdvantageCase {
  const rewards = rewardsOf(piece, sample.input).map(change);
  const first = rewards[0] as Signal;
  const changed = piece.decoupled ? { over: rewards } : piece.refines === true ? { before: first } : { total: first };
  return { ...sample, input: { ...sample.input, ...changed } };
}

/** The case with some of its rollouts alone. */
export function withRows(sample: AdvantageCase, rows: readonly number[]): AdvantageCase {
  const { layout, input } = sample;
  const { total, over, tokenCounts, inputs, before } = input;
  const taken = (signal: Signal): Signal => takeRollouts(signal, layout, rows);
  return {
    ...sample,
    layout: takeLayout(layout, rows),
    input: {
      total: taken(total),
      over: over.map(taken),
      ...(inputs === undefined ? {} : { inputs: inputs.map(taken) }),
      ...(before === undefined ? {} : { before: taken(before) }),
      ...(tokenCounts === undefined
        ? {}
        : { tokenCounts: Float64Array.from(rows, (row) => tokenCounts[row] as number) }),
    },
  };
}

export function advantagesOf(piece: Advantage, { input, layout, moment }: AdvantageCase): Signal {
  return piece.advantages(input, layout, moment);
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
