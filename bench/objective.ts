import { policyLoss, preferenceLoss } from "@guerdon/core/objective";
import { againstNumpy, type Part } from "./against-numpy.ts";

/** GRPO's loss over tokens in rollouts of 100 and DPO's over pairs, value and gradient, against numpy. */
const LENGTH = 100;

const centred = (columns: readonly Float64Array[]) => columns.map((column) => column.map((u) => u - 0.5));

const grpo: Part["prepare"] = (columns, size) => {
  const [logProbs, oldLogProbs, each] = centred(columns) as [Float64Array, Float64Array, Float64Array];
  const offsets = Int32Array.from({ length: size / LENGTH + 1 }, (_, r) => r * LENGTH);
  const policy = { logProbs, oldLogProbs, advantages: each.slice(0, size / LENGTH), offsets };
  const out = { gradient: new Float64Array(size) };
  return () => {
    const { loss, gradient, clipFraction, kl, entropy } = policyLoss(
      policy,
      { aggregation: "seq-mean-token-mean" },
      out,
    );
    return [loss, clipFraction, kl, entropy, ...gradient.subarray(0, 8)];
  };
};
const dpo: Part["prepare"] = (columns, size) => {
  const [chosen, rejected, refChosen, refRejected] = centred(columns) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const out = { chosen: new Float64Array(size), rejected: new Float64Array(size) };
  return () => {
    const of = preferenceLoss({ chosen, rejected, refChosen, refRejected }, {}, out);
    return [
      of.loss,
      of.accuracy,
      of.margin,
      ...of.gradient.chosen.subarray(0, 4),
      ...of.gradient.rejected.subarray(0, 4),
    ];
  };
};

await againstNumpy("objective", 4, [
  { name: "policy", what: "GRPO loss and gradient, rollouts of 100 tokens", prepare: grpo },
  { name: "preference", what: "DPO loss and gradients", prepare: dpo },
]);
