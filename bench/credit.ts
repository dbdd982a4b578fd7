import { redistribute, reduce, rewardToGo, shapley } from "@guerdon/core/credit";
import { flatLayout, fullSignal, type Layout, type Level, type Signal } from "@guerdon/core/signal";
import { againstNumpy, type Part } from "./against-numpy.ts";

/** Credit over tokens or steps in rollouts of 100, and Shapley values, against numpy. */
const LENGTH = 100;
const PERMUTATIONS = 2_000;

function layoutOf(size: number): Layout {
  const offsets = Int32Array.from({ length: size / LENGTH + 1 }, (_, r) => r * LENGTH);
  return { ...flatLayout([size / LENGTH]), stepOffsets: offsets, tokenOffsets: offsets };
}

const full = (level: Level, values: Float64Array): Signal => fullSignal(level, values);

/** v(S) = (sum of S)², units worth 1 … 10. */
function squares(masks: Uint8Array, coalitions: number): Float64Array {
  const values = new Float64Array(coalitions);
  for (let c = 0; c < coalitions; c++) {
    let sum = 0;
    for (let i = 0; i < 10; i++) sum += (masks[10 * c + i] as number) * (i + 1);
    values[c] = sum * sum;
  }
  return values;
}

const redistributed: Part["prepare"] = ([weights, rewards], size) => {
  const rollouts = size / LENGTH;
  const [layout, piece] = [layoutOf(size), redistribute({ level: "token", by: "weight" })];
  const outcomes = full("rollout", (rewards as Float64Array).subarray(0, rollouts));
  const inputs = [
    outcomes,
    full("token", weights as Float64Array),
    full("rollout", new Float64Array(rollouts).fill(1)),
  ];
  return () => piece.apply(inputs, layout).values;
};
const accumulated: Part["prepare"] = ([, rewards], size) => {
  const [layout, piece] = [layoutOf(size), rewardToGo({ level: "token", gamma: 0.99 })];
  const inputs = [full("token", rewards as Float64Array), full("rollout", new Float64Array(size / LENGTH))];
  return () => piece.apply(inputs, layout).values;
};
const reduced: Part["prepare"] = ([weights], size) => {
  const [layout, piece, inputs] = [layoutOf(size), reduce({ by: "mean" }), [full("step", weights as Float64Array)]];
  return () => piece.apply(inputs, layout).values;
};
const shapleyOf: Part["prepare"] = () => () =>
  shapley(10, squares, { method: "permutation", permutations: PERMUTATIONS, antithetic: false, seed: 7 });

await againstNumpy("credit", 2, [
  { name: "redistribute", what: "redistribute by weight, rollouts of 100 tokens", prepare: redistributed },
  { name: "reward_to_go", what: "reward-to-go, rollouts of 100 tokens", prepare: accumulated },
  { name: "reduce", what: "reduce by mean, rollouts of 100 steps", prepare: reduced },
  // Random orders differ: a share of (Σ)² is its size times 55, the estimate within a few per cent.
  {
    name: "shapley",
    what: "Shapley values of 10 units, 2 000 orders",
    prepare: shapleyOf,
    tolerance: 0.05,
    fixed: true,
  },
]);
