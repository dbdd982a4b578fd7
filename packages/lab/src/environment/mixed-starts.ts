import { RewardError } from "@guerdon/core/error";
import type { Dynamics } from "./vectorise.ts";

/**
 * One environment whose episodes begin as in one of several: tasks of several kinds, mixed by weights.
 *
 * The environments have to differ in their starts alone: steps, observations and signals are those of the first. A
 * further signal, `kind`, is the number of the one an episode began in, counted from 1.
 *
 * @param weights - of each; none below 0, and not all 0
 * @throws RewardError GUERDON_OPTION when weights do not fit
 *
 * ```ts doctest
 * import { appGraph, mixedStarts } from "@guerdon/lab/environment";
 * const [short, long] = [appGraph({ length: [1, 1] }), appGraph({ length: [2, 9] })];
 * mixedStarts([short.dynamics, long.dynamics], [1, 3]).signals?.at(-1) // => "kind"
 * ```
 */
export function mixedStarts(kinds: readonly Dynamics[], weights: readonly number[]): Dynamics {
  const [first] = kinds;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (first === undefined || weights.length !== kinds.length || weights.some((one) => !(one >= 0)) || !(total > 0)) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`weights\` to be ${kinds.length} numbers of at least 0 and not all 0, got ${JSON.stringify(weights)}.`,
    );
  }
  const { stateSize, signals = [], legal } = first;
  return {
    id: `mixed-starts-${first.id}`,
    observation: first.observation,
    action: first.action,
    maxSteps: first.maxSteps,
    signals: [...signals, "kind"],
    stateSize: stateSize + 1,
    start: (state, at, draw) => {
      let left = draw.uniform() * total;
      const found = weights.findIndex((weight) => {
        left -= weight;
        return left < 0;
      });
      const kind = found < 0 ? weights.findLastIndex((weight) => weight > 0) : found;
      state[at + stateSize] = kind;
      (kinds[kind] as Dynamics).start(state, at, draw);
    },
    step: (state, at, actions, action, draw, out) => first.step(state, at, actions, action, draw, out),
    observe: (state, at, out, to) => first.observe(state, at, out, to),
    measure: (state, at, out) => {
      first.measure?.(state, at, out);
      out[signals.length] = (state[at + stateSize] as number) + 1;
    },
    ...(legal && {
      legal: (state: Float64Array, at: number, out: Uint8Array, to: number) => legal.call(first, state, at, out, to),
    }),
  };
}
