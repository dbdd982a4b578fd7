import { uniformAt } from "@guerdon/core/random";
import { nn, numpy as np } from "@jax-js/jax";
import { type HostInput, type HostTree, hostArray, type Tensor } from "../tensor/index.ts";
import type { Prompts, TokenWorld } from "../world/token-world.ts";
import type { GenerateOptions, Generation } from "./language-model.ts";
import { createTokenSampler } from "./sample-token.ts";
import type { TokenModel, TokenPolicy, TokenWriter } from "./token-policy.ts";

export interface AdditivePolicyOptions {
  /** K: the tokens it may write. */
  readonly tokens: readonly number[];
  /** [K] logit of each at the start, or [M, K] at each place. */
  readonly initial: readonly number[] | readonly (readonly number[])[];
  /** [K] whether each logit is learnt. Default: all. */
  readonly free?: readonly boolean[];
  /** C: tokens of prompts that add logits of their own, wherever they stand. */
  readonly contexts: readonly number[];
  /** [G] Which context each member of a group has besides those of its prompt, −1 for none. Default: no member has one. */
  readonly members?: readonly number[];
  /** [C] What these are multiplied by: with plain gradient steps they learn scale² times as fast. */
  readonly scales: readonly number[];
  /** [M] The same for each place, on top. Default 1. */
  readonly placeScales?: readonly number[];
}

type Parameters<T = HostInput> = { readonly shared: T; readonly own: T };

/**
 * A table of logits for each place of a completion, to which the tokens of the prompt add their own.
 *
 *   logit[p, m, k] = initial[m, k] + free_k · (shared[m, k] + Σ_c n_c(p) · scale_c · placeScale_m · own[c, m, k])
 *
 * n_c(p) counts the token c in prompt p: a class, a mode or a budget shifts the choice of all others, so that a prompt
 * without it still shows what all share. `members` asks the members of a group in ways of their own. Blind to the tokens written before.
 *
 * @shape shared [M, K], own [C, M, K]
 * @paper 137 §Experiment (u[t] + v[class][t] + w[budget][t]), 103 §Experiment (w[mode][t])
 */
export function additivePolicy(options: AdditivePolicyOptions): TokenPolicy {
  return {
    id: "additive@1",
    model: (world, temperature) => modelOf(options, world, temperature),
    writer: (world) => writerOf(options, world),
  };
}

function modelOf(options: AdditivePolicyOptions, world: TokenWorld, temperature: number): TokenModel {
  const { tokens, contexts, members = [] } = options;
  const { vocabulary, maxTokens } = world;
  const [size, choices] = [vocabulary.length, tokens.length];
  const width = maxTokens * choices;
  const { fixed, free, own: ownScales } = tablesOf(options, maxTokens);
  const [choice, context] = [columnsOf(size, tokens), columnsOf(size, contexts)];
  return {
    id: "additive@1",
    parameters: () => ({
      shared: hostArray([maxTokens, choices]),
      own: hostArray([contexts.length, maxTokens, choices]),
    }),
    outputs: (parameters, { prompts, completions }) => {
      const { shared, own } = parameters as Parameters<Tensor>;
      const [rows, count] = [completions.shape[0] as number, prompts.shape[0] as number];
      const counts = np.dot(
        nn.oneHot(prompts, size).sum(1),
        np.array(context.slice()).reshape([size, contexts.length]),
      );
      const scaled = own
        .reshape([contexts.length, width])
        .mul(np.array(ownScales.slice()).reshape([contexts.length, width]));
      const common = shared.reshape([width]).mul(np.array(free.slice())).add(np.array(fixed.slice()));
      const perPrompt = rows / count;
      const asked = np.array(memberTable(members, perPrompt, contexts.length)).reshape([perPrompt, contexts.length]);
      const each = np.dot(counts, scaled.ref).add(common).reshape([count, 1, width]);
      const logits = each.add(np.dot(asked, scaled).reshape([1, perPrompt, width]));
      const logPs = nn.logSoftmax(logits.mul(1 / temperature).reshape([rows * maxTokens, choices]));
      const written = completions.reshape([-1]);
      const picked = np.dot(nn.oneHot(written, size), np.array(choice.slice()).reshape([size, choices]));
      const entropy = np.exp(logPs.ref).mul(logPs.ref).sum(-1).mul(-1);
      return { logProbs: logPs.mul(picked).sum(-1), entropy };
    },
  };
}

/** [M·K] logits that are never learnt; 1 where one is learnt; [C·M·K] scales of what contexts add. */
function tablesOf(
  { tokens, initial, free, contexts, scales, placeScales }: AdditivePolicyOptions,
  maxTokens: number,
): Record<"fixed" | "free" | "own", Float32Array> {
  const count = tokens.length;
  const table = (value: (place: number, k: number) => number): Float32Array =>
    Float32Array.from({ length: maxTokens * count }, (_, i) => value(Math.floor(i / count), i % count));
  const isFree = (k: number): number => (free?.[k] === false ? 0 : 1);
  const own = contexts.map((_, c) => table((m, k) => isFree(k) * (scales[c] ?? 1) * (placeScales?.[m] ?? 1)));
  return {
    fixed: table((m, k) => {
      const row = initial[m];
      return (typeof row === "object" ? row[k] : initial[k]) as number;
    }),
    free: table((_, k) => isFree(k)),
    own: Float32Array.from(own.flatMap((values) => [...values])),
  };
}

/** [size, tokens] 1 where a token is the one of the column. */
function columnsOf(size: number, tokens: readonly number[]): Float32Array {
  const table = new Float32Array(size * tokens.length);
  tokens.forEach((token, k) => {
    table[token * tokens.length + k] = 1;
  });
  return table;
}

/** [G, C] 1 where a member has the context of the column. */
function memberTable(members: readonly number[], perPrompt: number, contexts: number): Float32Array {
  const table = new Float32Array(perPrompt * contexts);
  for (let j = 0; j < perPrompt; j++) {
    const context = members[j] ?? -1;
    if (context >= 0) table[j * contexts + context] = 1;
  }
  return table;
}

function writerOf(options: AdditivePolicyOptions, { maxTokens }: TokenWorld): TokenWriter {
  const { tokens, contexts, members = [] } = options;
  const width = maxTokens * tokens.length;
  const { fixed, free, own: scales } = tablesOf(options, maxTokens);
  const common = new Float64Array(width);
  const added = new Float64Array(contexts.length * width);
  const logits = new Float64Array(width);
  return {
    load: (parameters: HostTree) => {
      const { shared, own } = parameters as Parameters;
      for (let i = 0; i < width; i++)
        common[i] = (fixed[i] as number) + (free[i] as number) * (shared.data[i] as number);
      for (let i = 0; i < added.length; i++) added[i] = (scales[i] as number) * (own.data[i] as number);
    },
    generate: (prompts, settings) =>
      writeRows(tokens, prompts, settings, (p, member) => {
        logits.set(common);
        const own = prompts.ids.subarray(p * prompts.length, (p + 1) * prompts.length);
        for (const context of [...Array.from(own, (id) => contexts.indexOf(id)), members[member] ?? -1]) {
          const from = context * width;
          for (let i = 0; from >= 0 && i < width; i++) logits[i] = (logits[i] as number) + (added[from + i] as number);
        }
        return logits;
      }),
  };
}

function writeRows(
  tokens: readonly number[],
  prompts: Pick<Prompts, "count">,
  options: GenerateOptions,
  logitsOf: (prompt: number, member: number) => Float64Array,
): Generation {
  const { perPrompt = 1, maxTokens, end, pad = 0, key = 0, first = 0 } = options;
  const rows = prompts.count * perPrompt;
  const sampler = createTokenSampler(tokens.length, options);
  const [ids, lengths, ended] = [
    new Int32Array(rows * maxTokens).fill(pad),
    new Int32Array(rows),
    new Uint8Array(rows),
  ];
  const [logProbs, entropies] = [new Float64Array(rows * maxTokens), new Float64Array(rows * maxTokens)];
  for (let r = 0; r < rows; r++) {
    const logits = logitsOf(Math.floor(r / perPrompt), r % perPrompt);
    for (let m = 0; m < maxTokens && ended[r] === 0; m++) {
      const choice = sampler.draw(logits, m * tokens.length, uniformAt(key, (first + r) * maxTokens + m));
      ids[r * maxTokens + m] = tokens[choice] as number;
      logProbs[r * maxTokens + m] = sampler.logProbOf(choice);
      entropies[r * maxTokens + m] = sampler.entropy;
      lengths[r] = m + 1;
      if (tokens[choice] === end) ended[r] = 1;
    }
  }
  return { ids, maxTokens, lengths, ended, logProbs, entropies };
}
