import { streamKey, uniformAt } from "@guerdon/core/random";
import { nn, numpy as np } from "@jax-js/jax";
import { type HostFloats, normalArray, pick, type Tensor } from "../tensor/index.ts";
import { categoricalEntropyOf, legalLogits } from "./categorical-head.ts";
import { argmaxRow, drawSoftmax } from "./draw-softmax.ts";
import type { Head } from "./head.ts";

export interface FactoredOptions {
  /** Whether the choice of a factor moves the logits of those after it. */
  readonly autoregressive?: boolean;
}

/**
 * Several choices at once: log π(a) = Σ log π_k(a_k).
 *
 * With `autoregressive`, factor k sees those before it: its logits are z_k + Σ_{j<k} T_jk[a_j], with a table T_jk for
 * each pair. The entropy is then that of the factors given the choices taken: right on average.
 *
 * @shape raw [B, Σ sizes], actions [B, K] → log-probabilities and entropies [B]
 */
export function factoredHead(sizes: readonly number[], { autoregressive = false }: FactoredOptions = {}): Head {
  const starts = sizes.map((_, k) => sizes.slice(0, k).reduce((sum, size) => sum + size, 0));
  const width = sizes.reduce((sum, size) => sum + size, 0);
  const rest = (k: number): number => width - ((starts[k] as number) + (sizes[k] as number));
  return {
    id: "factored@1",
    width,
    actionWidth: sizes.length,
    integers: true,
    draws: sizes.length,
    gain: 0.01,
    parameters: (seed) =>
      autoregressive
        ? sizes.slice(0, -1).map((size, k) => normalArray(streamKey(seed, `factor.${k}`), [size, rest(k)], 0.01))
        : {},
    evaluate: (raw, own, actions, legal) => {
      const tables = autoregressive ? (own as readonly Tensor[]) : [];
      let logits = legalLogits(raw, legal);
      const parts = sizes.map((size, k) => {
        const chosen = actions.ref.slice([], k);
        const last = k === sizes.length - 1;
        const logProbs = nn.logSoftmax(logits.ref.slice([], [0, size]));
        const later = last ? undefined : logits.ref.slice([], [size, logits.shape[1] as number]);
        logits.dispose();
        const table = tables[k];
        if (later !== undefined) {
          logits = table === undefined ? later : later.add(np.dot(nn.oneHot(chosen.ref, size), table));
        }
        return { logProbs: pick(logProbs.ref, chosen), entropy: categoricalEntropyOf(logProbs) };
      });
      actions.dispose();
      return parts.reduce((sum, part) => ({
        logProbs: sum.logProbs.add(part.logProbs),
        entropy: sum.entropy.add(part.entropy),
      }));
    },
    sampler: () => factoredSampler(sizes, starts, width, autoregressive),
  };
}

function factoredSampler(
  sizes: readonly number[],
  starts: readonly number[],
  width: number,
  autoregressive: boolean,
): ReturnType<Head["sampler"]> {
  let tables: readonly HostFloats[] = [];
  const condition = (raw: Float64Array, at: number, k: number, choice: number): void => {
    const table = tables[k];
    if (table === undefined) return;
    const from = (starts[k] as number) + (sizes[k] as number);
    const length = width - from;
    for (let i = 0; i < length; i++)
      raw[at + from + i] = (raw[at + from + i] as number) + (table.data[choice * length + i] as number);
  };
  return {
    load: (own) => {
      if (autoregressive) tables = own as readonly HostFloats[];
    },
    draw: (raw, at, key, counter, actions, row, legal) => {
      let logProb = 0;
      for (let k = 0; k < sizes.length; k++) {
        const start = at + (starts[k] as number);
        const legalAt = row * width + (starts[k] as number);
        const choice = drawSoftmax(raw, start, sizes[k] as number, uniformAt(key, counter + k), legal, legalAt);
        logProb += raw[start + choice] as number;
        condition(raw, at, k, choice);
        actions[row * sizes.length + k] = choice;
      }
      return logProb;
    },
    mode: (raw, at, actions, row, legal) => {
      for (let k = 0; k < sizes.length; k++) {
        const legalAt = row * width + (starts[k] as number);
        const choice = argmaxRow(raw, at + (starts[k] as number), sizes[k] as number, legal, legalAt);
        condition(raw, at, k, choice);
        actions[row * sizes.length + k] = choice;
      }
    },
  };
}
