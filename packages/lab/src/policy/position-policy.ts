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
  /** [K] logit of each at the start at every place, or [M, K] at each place; −∞ is never written there. */
  readonly initial: readonly number[] | readonly (readonly number[])[];
  /** [K] whether each logit is learnt; those that are not stay at `initial`. Default: all. */
  readonly free?: readonly boolean[];
  /** Last tokens of prompts that have logits of their own besides the shared ones. Default: none. */
  readonly classes?: readonly number[];
  /** [M] whose logits are learnt at each place: those of all classes, those of the class, or the sum. Default: `both`. */
  readonly places?: readonly ("both" | "own" | "shared")[];
  /** What own logits are multiplied by: with plain gradient steps they learn scale² times as fast. Default 1. */
  readonly ownScale?: number;
}

type PositionParameters<T = HostInput> = { readonly shared: T; readonly own?: T };

/**
 * A table of logits for each place of a completion, blind to the tokens written before.
 *
 *   logit[class, m, k] = shared[m, k] + scale · own[class, m, k]      or one of the two, by place
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

function modelOf(options: PositionPolicyOptions, world: TokenWorld, temperature: number): TokenModel {
  const { tokens, classes = [], ownScale = 1 } = options;
  const { vocabulary, maxTokens } = world;
  const [size, choices] = [vocabulary.length, tokens.length];
  const choice = tableOf(size, tokens);
  const classOf = tableOf(size, classes);
  const { start, shares, owns, fixed } = placesOf(options, maxTokens);
  const each = (table: Float32Array): Tensor => np.array(table.slice()).reshape([maxTokens, choices]);
  return {
    id: "position@1",
    parameters: () => ({
      shared: hostArray([maxTokens, choices], start.slice()),
      ...(classes.length === 0 ? {} : { own: hostArray([classes.length, maxTokens, choices]) }),
    }),
    outputs: (parameters, { prompts, completions }) => {
      const { shared, own } = parameters as PositionParameters<Tensor>;
      const rows = completions.shape[0] as number;
      const [count, length] = prompts.shape as [number, number];
      let logits = np.zeros([rows, maxTokens, choices]).add(shared.mul(each(shares)).add(each(fixed)));
      if (own === undefined) prompts.dispose();
      else {
        const last = prompts.slice([], length - 1);
        const row = np.dot(nn.oneHot(last, size), np.array(classOf.slice()).reshape([size, classes.length]));
        const learnt = own
          .mul(each(owns))
          .mul(ownScale)
          .reshape([classes.length, maxTokens * choices]);
        const mine = np.dot(row, learnt).reshape([count, 1, maxTokens * choices]);
        const spread = np.zeros([count, rows / count, maxTokens * choices]).add(mine);
        logits = logits.add(spread.reshape([rows, maxTokens, choices]));
      }
      const logPs = nn.logSoftmax(logits.mul(1 / temperature).reshape([rows * maxTokens, choices]));
      const written = completions.reshape([-1]);
      const picked = np.dot(nn.oneHot(written, size), np.array(choice.slice()).reshape([size, choices]));
      const entropy = np.exp(logPs.ref).mul(logPs.ref).sum(-1).mul(-1);
      return { logProbs: logPs.mul(picked).sum(-1), entropy };
    },
  };
}

/** Logit of a token that is never written: its chance is exactly 0, and 0 times it is 0. */
const NEVER = -1e30;

/** [M, K] each: shared logits at the start; 1 where shared and own logits count; what is added and never learnt. */
function placesOf(
  { tokens, initial, free, places }: PositionPolicyOptions,
  maxTokens: number,
): Record<"start" | "shares" | "owns" | "fixed", Float32Array> {
  const count = tokens.length;
  const table = (value: (place: number, k: number) => number): Float32Array =>
    Float32Array.from({ length: maxTokens * count }, (_, i) => value(Math.floor(i / count), i % count));
  const first = (m: number, k: number): number => {
    const row = initial[m];
    return Math.max(NEVER, (typeof row === "object" ? row[k] : initial[k]) as number);
  };
  const isFree = (m: number, k: number): boolean => free?.[k] !== false && first(m, k) > NEVER;
  const shares = table((m, k) => (isFree(m, k) && places?.[m] !== "own" ? 1 : 0));
  return {
    shares,
    start: table(first),
    owns: table((m, k) => (isFree(m, k) && places?.[m] !== "shared" ? 1 : 0)),
    fixed: table((m, k) => (shares[m * count + k] === 1 ? 0 : first(m, k))),
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
  const { tokens, classes = [], ownScale = 1 } = options;
  const width = maxTokens * tokens.length;
  const logits = new Float64Array(Math.max(1, classes.length) * width);
  const { shares, owns, fixed } = placesOf(options, maxTokens);
  return {
    load: (parameters: HostTree) => {
      const { shared, own } = parameters as PositionParameters;
      for (let i = 0; i < logits.length; i++) {
        const at = i % width;
        const mine = own === undefined ? 0 : ownScale * (own.data[i] as number) * (owns[at] as number);
        logits[i] = (shared.data[at] as number) * (shares[at] as number) + mine + (fixed[at] as number);
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
