import type { Transform } from "@guerdon/core/piece";
import { knapsack, trajectoryWeight } from "@guerdon/core/sampler";
import { lengthRank, lengthSigmoid } from "@guerdon/core/shaper";
import { flatLayout, fullSignal } from "@guerdon/core/signal";
import { againstNumpy, type Part } from "./against-numpy.ts";

/** Length shapers and trajectory weights over rollouts in groups of 8 against numpy, and knapsack alone. */
const GROUP = 8;

/** A piece with the columns it reads: lengths, outcomes, a strength of 0.6, a temperature of 0.1. */
function part(name: string, what: string, piece: Transform, reads: readonly number[]): Part {
  const prepare: Part["prepare"] = ([lengths, outcomes], size) => {
    const layout = flatLayout(new Array(size / GROUP).fill(GROUP));
    const values = [
      (lengths as Float64Array).map((u) => Math.ceil(4096 * u)),
      (outcomes as Float64Array).map((u) => +(u > 0.4)),
      new Float64Array(size).fill(0.6),
      new Float64Array(size).fill(0.1),
    ];
    const inputs = reads.map((k) => fullSignal("rollout", values[k] as Float64Array));
    return () => piece.apply(inputs, layout).values;
  };
  return { name, what, prepare };
}

/** 8 rollouts a prompt are split over prompts with success rates of 0 to 16 of 16; a prompt for ten values. */
const split: Part["prepare"] = ([rates], size) => {
  const prompts = size / 10;
  const rate = (rates as Float64Array).subarray(0, prompts).map((u) => Math.floor(17 * u) / 16);
  const inputs = [fullSignal("group", rate), fullSignal("group", new Float64Array(prompts).fill(1))];
  const [layout, piece] = [flatLayout(new Array(prompts).fill(1)), knapsack()];
  return () => {
    const { values } = piece.apply(inputs, layout);
    const sum = values.reduce((a, b) => a + b, 0);
    if (sum !== 8 * prompts) throw new Error(`Expected ${8 * prompts} rollouts, got ${sum}.`);
    return values;
  };
};

await againstNumpy("sampler", 2, [
  part("length_rank", "length-rank in groups of 8", lengthRank(), [0, 1]),
  part("length_sigmoid", "length-sigmoid in groups of 8", lengthSigmoid(), [0, 1, 2]),
  part("trajectory_weight", "trajectory-weight", trajectoryWeight(), [0, 3]),
  {
    name: "knapsack",
    what: "knapsack (greedy), a prompt for ten values, 8 rollouts each",
    prepare: split,
    alone: true,
  },
]);
