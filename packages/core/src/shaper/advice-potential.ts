import { z } from "zod";
import { type Adaptive, defineShaper, stateOf, type TransformFactory } from "../piece/index.ts";
import { type Layout, rolloutOffsets, type Signal, UNBOUNDED } from "../signal/index.ts";
import { mapValues } from "./map-values.ts";

export interface AdvicePotentialOptions {
  /** Step size of the learner. */
  readonly rate: number;
  /** What a step later counts. */
  readonly gamma: number;
}
type AdvicePotentialInput = { readonly [K in keyof AdvicePotentialOptions]?: AdvicePotentialOptions[K] | undefined };

const options: z.ZodType<AdvicePotentialOptions, AdvicePotentialInput> = z.strictObject({
  rate: z.number().gt(0).max(1).default(0.1),
  gamma: z.number().gt(0).max(1).default(0.99),
});

type Table = { readonly [id: string]: number };

/**
 * Learns the potential that makes any advice about steps a potential-based shaping.
 *
 *   Φ(id_t) ← Φ(id_t) + rate · mean over visits of (−advice_t + γ Φ(id_{t+1}) − Φ(id_t)),  0 after the last step
 *   out_t = Φ(id_t) as learnt before this training step, 0 for an id never seen
 *
 * `id` is a whole number that names a state with its action. Shape with `potential` on the result: once
 * Φ has settled, γ Φ(id_{t+1}) − Φ(id_t) is the advice, and optimal policies are what they were. All
 * errors of one training step are taken against the same table, so their order does not matter. Steps
 * without id, or whose advice or next id is missing, teach nothing; a step without id is missing.
 *
 * @shape id [S], advice [S] → [S]
 * @unit state and action, reward → reward
 * @throws RewardError GUERDON_OPTION when rate or γ is not in (0, 1]
 * @paper 087 §Mechanism (dynamic potential-based advice: Φ learnt with reward −r^E)
 * @kind shaper
 * @alias dpba = { use: potential, of: { use: advice-potential, id: id, advice: advice, gamma: 0.99 }, gamma: 0.99 }
 * @plot { gamma: 0.5, rate: 1, advice: [0, 0, 1], state: { 3: -1 } } over steps [1, 2, 3]
 * @plot { gamma: 0.5, rate: 1, advice: [0, 0, 1], state: { 2: -0.5, 3: -1 } } over steps [1, 2, 3]
 * @plot { gamma: 0.5, rate: 1, advice: [0, 0, 1], state: { 1: -0.25, 2: -0.5, 3: -1 } } over steps [1, 2, 3]
 *
 * ```ts doctest
 * import { advicePotential } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 1) };
 * const piece = advicePotential({ rate: 0.5 });
 * const inputs = [fullSignal("step", [7]), fullSignal("step", [3])];
 * const state = piece.adaptive?.step({}, inputs, layout, 0);
 * [...piece.apply(inputs, layout, { step: 1, state }).values] // => [-1.5]
 * ```
 */
export const advicePotential: TransformFactory<typeof options> = defineShaper({
  name: "advice-potential",
  version: 1,
  summary: "Learns the potential that makes any advice about steps a potential-based shaping.",
  options,
  build: (settings) => {
    const adaptive: Adaptive = {
      init: () => ({}),
      step: (state, [id, advice], layout) => learnt(state as Table, id as Signal, advice as Signal, layout, settings),
    };
    return {
      level: "step",
      inputs: [{ name: "id" }, { name: "advice" }],
      adaptive,
      range: () => UNBOUNDED,
      trend: (index) => (index === 1 ? "constant" : "unknown"),
      apply: ([id], _layout, moment) => {
        const table = stateOf<{ [id: string]: number }>(adaptive, moment);
        return mapValues(id as Signal, (value) => at(table, value));
      },
    };
  },
});

function at(table: Table, id: number): number {
  return Object.hasOwn(table, id) ? (table[id] as number) : 0;
}

function learnt(
  table: Table,
  id: Signal,
  advice: Signal,
  layout: Layout,
  { rate, gamma }: AdvicePotentialOptions,
): { [id: string]: number } {
  const offsets = rolloutOffsets(layout, "step");
  const errors = new Map<number, { sum: number; count: number }>();
  for (let row = 0; row + 1 < offsets.length; row++) {
    const last = (offsets[row + 1] as number) - 1;
    for (let t = offsets[row] as number; t <= last; t++) {
      if (id.present[t] === 0 || advice.present[t] === 0 || (t < last && id.present[t + 1] === 0)) continue;
      const own = id.values[t] as number;
      const next = t < last ? at(table, id.values[t + 1] as number) : 0;
      const error = gamma * next - (advice.values[t] as number) - at(table, own);
      const known = errors.get(own) ?? { sum: 0, count: 0 };
      errors.set(own, { sum: known.sum + error, count: known.count + 1 });
    }
  }
  const moved = [...errors].map(([own, { sum, count }]) => [own, at(table, own) + (rate * sum) / count] as const);
  return { ...table, ...Object.fromEntries(moved.filter(([, value]) => Number.isFinite(value))) };
}
