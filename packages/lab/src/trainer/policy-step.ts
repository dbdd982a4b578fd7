import {
  entropyBonus,
  type KlOptions,
  klEstimate,
  type PolicyLossInput,
  policyLoss,
  type ValueLossOptions,
  valueLoss,
} from "@guerdon/core/objective";
import type { Metrics } from "../experiment/run.ts";
import type { Learner } from "../tensor/index.ts";
import type { Minibatch } from "./minibatch.ts";

export interface StepSettings {
  readonly objective: PolicyLossInput;
  readonly critic?: Partial<ValueLossOptions> | undefined;
  readonly kl?: Partial<Pick<KlOptions, "estimator" | "beta" | "gradientOf">> | undefined;
  readonly entropyWeight: number;
  readonly learningRate: number;
  readonly normalise: boolean;
}

/** A step of the optimiser on what a minibatch holds. */
export interface PolicyStep {
  /** Begins to count anew. */
  begin(): void;
  /** @returns the mean of r − 1 − log r over the minibatch, before the step */
  run(settings: StepSettings): number;
  /** Means over the steps since `begin`. */
  means(): Metrics;
}

/**
 * All buffers are made here.
 *
 * @param reference - the policy that the divergence is measured from
 */
export function createPolicyStep(
  learner: Learner,
  minibatch: Minibatch,
  size: number,
  hasValues: boolean,
  reference?: Learner,
): PolicyStep {
  const column = (): Float64Array => new Float64Array(size);
  const [logProbs, entropies, values, scaled] = [column(), column(), column(), column()];
  const out = { policy: column(), value: column(), entropy: column() };
  const addDivergence = createDivergence(minibatch, size, reference);
  const { inputs, oldLogProbs, oldValues, advantages, returns } = minibatch;
  const sums = { policy: 0, value: 0, entropy: 0, kl: 0, clipped: 0, gradientNorm: 0, reference: 0 };
  let count = 0;
  return {
    begin: () => {
      count = 0;
      for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] = 0;
    },
    run: ({ objective, critic, kl: divergence, entropyWeight, learningRate, normalise }) => {
      const outputs = learner.forward(inputs);
      logProbs.set(outputs.logProbs as Float32Array);
      entropies.set(outputs.entropy as Float32Array);
      if (normalise) standardise(advantages, scaled);
      const columns = { logProbs, oldLogProbs, tokenAdvantages: normalise ? scaled : advantages };
      const policy = policyLoss(columns, objective, { gradient: out.policy });
      sums.reference += addDivergence(logProbs, policy.gradient, divergence);
      const gradients: { logProbs: Float64Array; values?: Float64Array; entropy?: Float64Array } = {
        logProbs: policy.gradient,
      };
      let [lossOfValues, entropy] = [0, 0];
      if (hasValues) {
        values.set(outputs.values as Float32Array);
        const loss = valueLoss({ values, returns, oldValues }, critic, { gradient: out.value });
        gradients.values = loss.gradient;
        lossOfValues = loss.loss;
      }
      if (entropyWeight !== 0) {
        const bonus = entropyBonus({ entropies }, { coef: entropyWeight }, { gradient: out.entropy });
        gradients.entropy = bonus.gradient;
      }
      for (let i = 0; i < size; i++) entropy += entropies[i] as number;
      const { gradientNorm } = learner.step(inputs, gradients, { learningRate });
      const kl = klOf(logProbs, oldLogProbs);
      sums.policy += policy.loss;
      sums.value += lossOfValues;
      sums.entropy += entropy / size;
      sums.kl += kl;
      sums.clipped += policy.clipFraction;
      sums.gradientNorm += gradientNorm;
      count++;
      return kl;
    },
    means: () => {
      const mean = (name: keyof typeof sums): number => (count === 0 ? 0 : sums[name] / count);
      return {
        "loss.policy": mean("policy"),
        ...(hasValues ? { "loss.value": mean("value") } : {}),
        entropy: mean("entropy"),
        kl: mean("kl"),
        ...(reference === undefined ? {} : { klReference: mean("reference") }),
        clipped: mean("clipped"),
        gradientNorm: mean("gradientNorm"),
      };
    },
  };
}

/** Adds the gradient of the divergence from a reference; says the mean estimate, 0 without one. */
function createDivergence(
  { inputs }: Minibatch,
  size: number,
  reference: Learner | undefined,
): (logProbs: Float64Array, gradient: Float64Array, options: StepSettings["kl"]) => number {
  const [refLogProbs, slopes] = [new Float64Array(size), new Float64Array(size)];
  return (logProbs, gradient, options) => {
    if (reference === undefined) return 0;
    refLogProbs.set(reference.forward(inputs).logProbs as Float32Array);
    const { kl } = klEstimate({ logProbs, refLogProbs }, options, { gradient: slopes });
    for (let i = 0; i < size; i++) gradient[i] = (gradient[i] as number) + (slopes[i] as number);
    return kl;
  };
}

/** (A − mean) / (deviation + 1e-8), the deviation with n − 1, as the reference implementations of PPO. */
function standardise(values: Float64Array, into: Float64Array): void {
  const count = values.length;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < count; i++) sum += values[i] as number;
  const mean = sum / count;
  for (let i = 0; i < count; i++) squares += ((values[i] as number) - mean) ** 2;
  const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
  for (let i = 0; i < count; i++) into[i] = ((values[i] as number) - mean) / (deviation + 1e-8);
}

/**
 * KL(old ‖ new) as the mean of r − 1 − log r, r = π / π_old: never negative.
 *
 * @paper Schulman 2020, "Approximating KL divergence" (k3)
 */
function klOf(logProbs: Float64Array, oldLogProbs: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < logProbs.length; i++) {
    const difference = (logProbs[i] as number) - (oldLogProbs[i] as number);
    sum += Math.exp(difference) - 1 - difference;
  }
  return sum / logProbs.length;
}
