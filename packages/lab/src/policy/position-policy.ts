import { uniformAt } from "@guerdon/core/random";
import { nn, numpy as np } from "@jax-js/jax";
import { type HostInput, type HostTree, hostArray, type Tensor } from "../tensor/index.ts";
import type { Prompts, TokenWorld } from "../world/token-world.ts";
import type { GenerateOptions, Generation } from "./language-model.ts";
import { createTokenSampler } from "./sample-token.ts";
import type { TokenModel, TokenPolicy, TokenWriter } from "./token-policy.ts";

export interface PositionPolicyOptions {
  /** K: the tokens it may write. */
  readonly tokens: readonly number[];
  /** [K] logit of each at the start, at every place. */
  readonly initial: readonly number[];
  /** [K] whether each logit is learnt; those that are not stay at `initial`. Default: all. */
  readonly free?: readonly boolean[];
  /** Last tokens of prompts that have logits of their own besides the shared ones. Default: none. */
  readonly classes?: readonly number[];
  /** What own logits are multiplied by: with plain gradient steps they learn scale² times as fast. Default 1. */
  readonly ownScale?: number;
}

type PositionParameters<T = HostInput> = { readonly shared: T; readonly own?: T };

/**
 * A table of logits for each place of a completion, blind to the tokens written before.
 *
 *   logit[class, m, k] = shared[m, k] + scale · own[class, m, k]
 *
 * The smallest policy that writes tokens: an answer per position, or the hazard of ending at each place.
 *
 * @shape shared [M, K], own [C, M, K]
 * @paper 104 §Experiment (hazard logits u[t] + v[class][t]), 035 §Experiment (a softmax for each position)
 */
export function positionPolicy(options: PositionPolicyOptions): TokenPolicy {
  return {
    id: "position@1",
    model: (world, temperature) => modelOf(options, world, temperature),
    writer: (world) => writerOf(options, world),
  };
}

function modelOf(
  { tokens, initial, free, classes = [], ownScale = 1 }: PositionPolicyOptions,
  { vocabulary, maxTokens }: TokenWorld,
  temperature: number,
): TokenModel {
  const [size, choices] = [vocabulary.length, tokens.length];
  const choice = tableOf(size, tokens);
  const classOf = tableOf(size, classes);
  const learnt = Float32Array.from(initial, (_, k) => (free?.[k] === false ? 0 : 1));
  const fixed = Float32Array.from(initial, (logit, k) => (free?.[k] === false ? logit : 0));
  return {
    id: "position@1",
    parameters: () => ({
      shared: hostArray(
        [maxTokens, choices],
        Float32Array.from({ length: maxTokens * choices }, (_, i) => initial[i % choices] as number),
      ),
      ...(classes.length === 0 ? {} : { own: hostArray([classes.length, maxTokens, choices]) }),
    }),
    outputs: (parameters, { prompts, completions }) => {
      const { shared, own } = parameters as PositionParameters<Tensor>;
      const rows = completions.shape[0] as number;
      const [count, length] = prompts.shape as [number, number];
      let logits = np.zeros([rows, maxTokens, choices]).add(shared);
      if (own === undefined) prompts.dispose();
      else {
        const last = prompts.slice([], length - 1);
        const row = np.dot(nn.oneHot(last, size), np.array(classOf.slice()).reshape([size, classes.length]));
        const mine = np.dot(row, own.reshape([classes.length, maxTokens * choices])).mul(ownScale);
        const each = np.zeros([count, rows / count, maxTokens * choices]).add(mine.reshape([count, 1, -1]));
        logits = logits.add(each.reshape([rows, maxTokens, choices]));
      }
      const all = logits
        .mul(np.array(learnt.slice()))
        .add(np.array(fixed.slice()))
        .mul(1 / temperature);
      const logPs = nn.logSoftmax(all.reshape([rows * maxTokens, choices]));
      const written = completions.reshape([-1]);
      const picked = np.dot(nn.oneHot(written, size), np.array(choice.slice()).reshape([size, choices]));
      const entropy = np.exp(logPs.ref).mul(logPs.ref).sum(-1).mul(-1);
      return { logProbs: logPs.mul(picked).sum(-1), entropy };
    },
  };
}

/** [size, tokens] 1 where a token is the one of the column. */
function tableOf(size: number, tokens: readonly number[]): Float32Array {
  const table = new Float32Array(size * tokens.length);
  tokens.forEach((token, k) => {
    table[token * tokens.length + k] = 1;
  });
  return table;
}

function writerOf(options: PositionPolicyOptions, { maxTokens }: TokenWorld): TokenWriter {
  const { tokens, initial, free, classes = [], ownScale = 1 } = options;
  const count = tokens.length;
  const logits = new Float64Array(Math.max(1, classes.length) * maxTokens * count);
  return {
    load: (parameters: HostTree) => {
      const { shared, own } = parameters as PositionParameters;
      for (let i = 0; i < logits.length; i++) {
        const mine = own === undefined ? 0 : ownScale * (own.data[i] as number);
        const isFree = free?.[i % count] !== false;
        logits[i] = isFree ? (shared.data[i % (maxTokens * count)] as number) + mine : (initial[i % count] as number);
      }
    },
    generate: (prompts, settings) => {
      const classAt = (p: number): number =>
        Math.max(0, classes.indexOf(prompts.ids[(p + 1) * prompts.length - 1] as number));
      return writeTable(logits, tokens, classAt, prompts, settings);
    },
  };
}

function writeTable(
  logits: Float64Array,
  tokens: readonly number[],
  classAt: (prompt: number) => number,
  prompts: Pick<Prompts, "count">,
  options: GenerateOptions,
): Generation {
  const { perPrompt = 1, maxTokens, end, pad = 0, key = 0, first = 0 } = options;
  const rows = prompts.count * perPrompt;
  const sampler = createTokenSampler(tokens.length, options);
  const out = {
    ids: new Int32Array(rows * maxTokens).fill(pad),
    maxTokens,
    lengths: new Int32Array(rows),
    ended: new Uint8Array(rows),
    logProbs: new Float64Array(rows * maxTokens),
    entropies: new Float64Array(rows * maxTokens),
  };
  for (let r = 0; r < rows; r++) {
    const base = classAt(Math.floor(r / perPrompt)) * maxTokens;
    for (let m = 0; m < maxTokens && out.ended[r] === 0; m++) {
      const uniform = uniformAt(key, (first + r) * maxTokens + m);
      const choice = sampler.draw(logits, (base + m) * tokens.length, uniform);
      out.ids[r * maxTokens + m] = tokens[choice] as number;
      out.logProbs[r * maxTokens + m] = sampler.logProbOf(choice);
      out.entropies[r * maxTokens + m] = sampler.entropy;
      out.lengths[r] = m + 1;
      if (tokens[choice] === end) out.ended[r] = 1;
    }
  }
  return out;
}
