import { START, type Transform } from "../piece/index.ts";
import { fullSignal, type Json, type Layout, type Level, type Signal, SignalBuilder } from "../signal/index.ts";

/** The law that a value is missing when every input is does not hold for what is remembered. */
export const REMEMBERED = {
  law: "missing stays missing",
  reason: "the value is remembered from earlier steps and does not need the inputs of this one",
} as const;

/** The law of extreme values does not hold where an input of its own says which rollouts count. */
export const UNCOUNTED = {
  law: "stays finite for extreme values",
  reason: "an extreme `among` may let no rollout count, which is no overflow",
} as const;

/** A signal whose nulls are missing. */
export function sparse(level: Level, values: readonly (number | null)[], reason = "no value"): Signal {
  const builder = new SignalBuilder(level, values.length);
  values.forEach((value, i) => {
    if (value === null) builder.abstain(i, reason);
    else builder.set(i, value);
  });
  return builder.build();
}

/** The value of a schedule without inputs at a training step. */
export function valueAt(piece: Transform, step: number, layout: Layout): number {
  return piece.apply([], layout, { ...START, step }).values[0] as number;
}

/** The states of a schedule after each of some batches. */
export function statesAfter(piece: Transform, batches: readonly (readonly Signal[])[], layout: Layout): Json[] {
  const { adaptive } = piece;
  if (adaptive === undefined) throw new Error("Expected an adaptive piece.");
  const states: Json[] = [];
  let state = adaptive.init();
  batches.forEach((inputs, step) => {
    state = adaptive.step(state, inputs, layout, step);
    states.push(state);
  });
  return states;
}

/** The values of a schedule before the first of some batches, and after each. */
export function valuesOver(piece: Transform, batches: readonly (readonly Signal[])[], layout: Layout): number[] {
  const inputs = batches[0] as readonly Signal[];
  const read = (state: Json | undefined): number => piece.apply(inputs, layout, { step: 0, state }).values[0] as number;
  return [read(undefined), ...statesAfter(piece, batches, layout).map(read)];
}

/** What a controller reads: a signal of the rollouts, a number, and which rollouts count. */
export function controlled(
  of: readonly (number | null)[],
  target: number | null,
  among?: readonly (number | null)[],
): Signal[] {
  const counts =
    among === undefined
      ? fullSignal(
          "rollout",
          of.map(() => 1),
        )
      : sparse("rollout", among);
  return [sparse("rollout", of), sparse("batch", [target]), counts];
}

/** What a statistic reads. */
export function measured(of: readonly (number | null)[], among?: readonly (number | null)[]): Signal[] {
  const [signal, , counts] = controlled(of, 0, among);
  return [signal as Signal, counts as Signal];
}
