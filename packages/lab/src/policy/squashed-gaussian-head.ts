import { lax, numpy as np } from "@jax-js/jax";
import { softplus, type Tensor } from "../tensor/index.ts";
import { gaussianEntropy, gaussianLogProbs, gaussianOf, gaussianSampler } from "./gaussian-head.ts";
import type { Head } from "./head.ts";

export interface SquashedGaussianOptions {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * Normal numbers u pressed into bounds: a = low + (high − low)·(tanh u + 1)/2.
 *
 *   log π(a) = log N(u; μ, σ) − Σ log(half range) + 2(log 2 − u − softplus(−2u))
 *   entropy ≈ H(N) + Σ log |da/du| at u = μ + σ·ε, ε as drawn: an estimate from one draw, with its gradient
 *
 * Actions are recorded as u: an action at its bound has no finite u to go back to.
 *
 * @shape raw [B, 2·size] (μ, then log σ), actions [B, size] → [B]
 * @paper Haarnoja et al. 2018, "Soft actor-critic", appendix C
 */
export function squashedGaussianHead(size: number, { low, high }: SquashedGaussianOptions): Head {
  const logRange = low.reduce((sum, least, a) => sum + Math.log(((high[a] as number) - least) / 2), 0);
  const sampler = gaussianSampler(size, true);
  return {
    id: "squashed-gaussian@1",
    width: 2 * size,
    actionWidth: size,
    integers: false,
    draws: 2 * size,
    gain: 0.01,
    parameters: () => ({}),
    evaluate: (raw, _own, actions) => {
      const { mean, logStd } = gaussianOf(raw, {}, size);
      const std = np.exp(logStd.ref);
      const noise = lax.stopGradient(actions.ref.sub(mean.ref).div(std.ref));
      const moved = mean.ref.add(std.mul(noise));
      const logProbs = gaussianLogProbs(mean, logStd.ref, actions.ref).sub(logSlope(actions)).sub(logRange);
      return { logProbs, entropy: gaussianEntropy(logStd).add(logSlope(moved)).add(logRange) };
    },
    sampler: () => ({
      ...sampler,
      draw: (raw, at, key, counter, actions, row) => {
        let logProb = sampler.draw(raw, at, key, counter, actions, row) - logRange;
        for (let a = 0; a < size; a++) logProb -= logSlopeAt(actions[row * size + a] as number);
        return logProb;
      },
    }),
    express: (drawn, into) => {
      for (let i = 0; i < drawn.length; i++) {
        const least = low[i % size] as number;
        into[i] = least + ((high[i % size] as number) - least) * 0.5 * (Math.tanh(drawn[i] as number) + 1);
      }
    },
  };
}

/** Σ log(1 − tanh² u) of each row, as 2(log 2 − u − softplus(−2u)): finite far out. */
function logSlope(u: Tensor): Tensor {
  return u.ref
    .mul(-1)
    .sub(softplus(u.mul(-2)))
    .add(Math.LN2)
    .mul(2)
    .sum(-1);
}

function logSlopeAt(u: number): number {
  const x = -2 * u;
  return 2 * (Math.LN2 - u - Math.max(x, 0) - Math.log1p(Math.exp(-Math.abs(x))));
}
