import { uniformAt } from "@guerdon/core/random";
import { nn, numpy as np } from "@jax-js/jax";
import { pick, type Tensor } from "../tensor/index.ts";
import { categoricalRows } from "./categorical-rows.ts";
import { argmaxRow, drawSoftmax } from "./draw-softmax.ts";
import type { Head } from "./head.ts";

/** Added to the logits of illegal choices: their probability is 0 in 32 bits, their gradient 0 and not NaN. */
const ILLEGAL = -1e9;

/**
 * One of `size` choices: log π(a) = z_a − log Σ exp z, over the legal choices.
 *
 * @shape raw [B, size], actions [B] → log-probabilities and entropies [B]
 *
 * ```ts doctest
 * import { categoricalHead } from "@guerdon/lab/policy";
 * const actions = new Float64Array(1);
 * const logProb = categoricalHead(2).sampler().draw(Float64Array.of(0, 0), 0, 7, 0, actions, 0, Uint8Array.of(0, 1));
 * [actions[0], logProb] // => [1, 0]
 * ```
 */
export function categoricalHead(size: number): Head {
  return {
    id: "categorical@1",
    width: size,
    actionWidth: 1,
    integers: true,
    draws: 1,
    gain: 0.01,
    parameters: () => ({}),
    evaluate: (raw, _own, actions, legal) => {
      const logProbs = nn.logSoftmax(legalLogits(raw, legal));
      return { logProbs: pick(logProbs.ref, actions), entropy: categoricalEntropyOf(logProbs) };
    },
    rows: () => categoricalRows(size),
    sampler: () => ({
      load: () => undefined,
      draw: (raw, at, key, counter, actions, row, legal) => {
        const choice = drawSoftmax(raw, at, size, uniformAt(key, counter), legal, row * size);
        actions[row] = choice;
        return raw[at + choice] as number;
      },
      mode: (raw, at, actions, row, legal) => {
        actions[row] = argmaxRow(raw, at, size, legal, row * size);
      },
    }),
  };
}

/** Logits of which illegal ones are so low that their probability is 0. */
export function legalLogits(raw: Tensor, legal: Tensor | undefined): Tensor {
  return legal === undefined ? raw : raw.add(legal.sub(1).mul(-ILLEGAL));
}

/**
 * H = −Σ p·log p of each row of log-probabilities.
 *
 * @shape [B, K] → [B]
 */
export function categoricalEntropyOf(logProbs: Tensor): Tensor {
  return np.exp(logProbs.ref).mul(logProbs).sum(-1).mul(-1);
}

/**
 * KL(p ‖ q) = Σ p·(log p − log q) of each row of two matrices of logits.
 *
 * @shape [B, K], [B, K] → [B]
 */
export function categoricalKl(logits: Tensor, others: Tensor): Tensor {
  const [p, q] = [nn.logSoftmax(logits), nn.logSoftmax(others)];
  return np.exp(p.ref).mul(p.sub(q)).sum(-1);
}
