import { numpy as np } from "@jax-js/jax";
import { hostArray } from "../tensor/index.ts";
import { gaussianHead } from "./gaussian-head.ts";
import { gaussianRows } from "./gaussian-rows.ts";
import type { Head } from "./head.ts";

/**
 * Independent normal numbers whose deviation is given and never learnt: log π(a) = −Σ ½((a − μ)/σ)² + log σ + ½ log 2π.
 *
 * Rewards without a baseline would widen or narrow a deviation that is learnt; here they move the mean alone.
 *
 * @param deviation - σ, above 0
 * @shape raw [B, size] (μ), actions [B, size] → [B]
 * @paper 186 §Experiment (σ 0.35)
 */
export function fixedGaussianHead(size: number, deviation: number): Head {
  const given = new Float32Array(size).fill(Math.log(deviation));
  const base = gaussianHead(size);
  return {
    ...base,
    id: "fixed-gaussian@1",
    parameters: () => ({}),
    evaluate: (raw, _, actions) => base.evaluate(raw, { logDeviation: np.array(given.slice()) }, actions),
    rows: () => {
      const rows = gaussianRows(size);
      const unused = new Float32Array(size);
      return {
        evaluate: (input, logProbs, entropy) => rows.evaluate({ ...input, own: given }, logProbs, entropy),
        pull: (input, gradients, raw) => rows.pull({ ...input, own: given }, gradients, raw, unused),
      };
    },
    sampler: () => {
      const sampler = base.sampler();
      return { ...sampler, load: () => sampler.load({ logDeviation: hostArray([size], given) }) };
    },
  };
}
