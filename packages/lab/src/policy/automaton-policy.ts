import { uniformAt } from "@guerdon/core/random";
import { nn, numpy as np } from "@jax-js/jax";
import {
  embed,
  type HostFloats,
  type HostInput,
  hostArray,
  type LearnerSettings,
  type Tensor,
} from "../tensor/index.ts";
import type { Prompts, TokenWorld } from "../world/token-world.ts";
import { type AutomatonLearnerSettings, createAutomatonLearner } from "./automaton-learner.ts";
import type { GenerateOptions, Generation } from "./language-model.ts";
import { createTokenSampler } from "./sample-token.ts";
import type { TokenLearner, TokenModel, TokenPolicy, TokenWriter } from "./token-policy.ts";

export interface AutomatonPolicyOptions {
  /** K: the tokens it may write. */
  readonly tokens: readonly number[];
  /** [S, F] what shows in each state. */
  readonly features: readonly (readonly number[])[];
  /** [S, K] the state after each token. */
  readonly next: readonly (readonly number[])[];
  /** The state in which a completion begins, by the last token of its prompt. */
  readonly starts: ReadonlyMap<number, number>;
  /** [K] logits at the start, in every state. Default 0. */
  readonly initial?: readonly number[];
}

type AutomatonParameters<T = HostInput> = { readonly weights: T };

/**
 * A softmax on the state of a finite automaton that reads what is written.
 *
 *   logit[s, k] = initial_k + Σ_f features[s, f] · weights[f, k],   s' = next[s, k]
 *
 * With one-hot features it is a table for each state; features that several states share carry over what is learnt.
 * States are what the writer can know: what a tool gave back, what is still missing. After the end outputs say nothing.
 *
 * @shape weights [F, K]; completions [R, M] → log-probabilities and entropies [R·M]
 */
export function automatonPolicy(options: AutomatonPolicyOptions): TokenPolicy {
  return {
    id: "automaton@1",
    model: (world, temperature) => modelOf(options, world, temperature),
    writer: () => writerOf(options),
    learner: (world, temperature, optimiser, settings) => {
      const { adam } = optimiser;
      return adam === undefined ? undefined : learnerOf(options, world, temperature, { ...optimiser, adam }, settings);
    },
  };
}

function learnerOf(
  { tokens, features, next, starts, initial }: AutomatonPolicyOptions,
  { end, vocabulary }: TokenWorld,
  temperature: number,
  optimiser: AutomatonLearnerSettings["optimiser"],
  { parameters, maxGradientNorm }: LearnerSettings,
): TokenLearner {
  const choice = Array.from(vocabulary, (_, token) => tokens.indexOf(token));
  const width = features[0]?.length as number;
  return createAutomatonLearner({
    features: features.map((row) =>
      row.flatMap((value, place): (readonly [number, number])[] => (value === 0 ? [] : [[place, value]])),
    ),
    next,
    initial: tokens.map((_, k) => initial?.[k] ?? 0),
    choiceOf: (token) => choice[token] ?? -1,
    startOf: (token) => starts.get(token) ?? 0,
    end,
    temperature,
    optimiser,
    maxGradientNorm,
    weights:
      parameters === undefined
        ? new Float32Array(width * tokens.length)
        : (parameters as AutomatonParameters<HostFloats>).weights.data,
  });
}

function modelOf(
  { tokens, features, next, starts, initial }: AutomatonPolicyOptions,
  world: TokenWorld,
  heat: number,
): TokenModel {
  const [states, width, choices] = [features.length, features[0]?.length as number, tokens.length];
  const size = world.vocabulary.length;
  const shown = Float32Array.from(features.flat());
  const after = Float32Array.from(next.flat());
  const first = Float32Array.from({ length: size }, (_, token) => starts.get(token) ?? 0);
  const choiceOf = Float32Array.from({ length: size }, (_, token) => Math.max(0, tokens.indexOf(token)));
  const start = Float32Array.from({ length: choices }, (_, k) => initial?.[k] ?? 0);
  return {
    id: "automaton@1",
    parameters: () => ({ weights: hostArray([width, choices]) }),
    outputs: (parameters, { prompts, completions }) => {
      const { weights } = parameters as AutomatonParameters<Tensor>;
      const [rows, places] = completions.shape as [number, number];
      const [count, length] = prompts.shape as [number, number];
      const begun = look(first, prompts.slice([], length - 1)).reshape([count, 1]);
      const chosen = look(choiceOf, completions.reshape([-1])).reshape([rows, places]);
      let state = np
        .zeros([count, rows / count])
        .add(begun)
        .reshape([rows]);
      const visited: Tensor[] = [state.ref.reshape([rows, 1])];
      for (let m = 0; m < places - 1; m++) {
        const pair = state.mul(choices).add(chosen.ref.slice([], m));
        state = look(after, whole(pair));
        visited.push(state.ref.reshape([rows, 1]));
      }
      state.dispose();
      const at = whole(np.concatenate(visited, 1).reshape([rows * places]));
      const table = np.dot(np.array(shown.slice()).reshape([states, width]), weights).add(np.array(start.slice()));
      const logPs = nn.logSoftmax(embed(table, at).mul(1 / heat));
      const picked = nn.oneHot(whole(chosen.reshape([-1])), choices);
      const entropy = np.exp(logPs.ref).mul(logPs.ref).sum(-1).mul(-1);
      return { logProbs: logPs.mul(picked).sum(-1), entropy };
    },
  };
}

/** One number of a table for each index. */
function look(table: Float32Array, indices: Tensor): Tensor {
  return embed(np.array(table.slice()).reshape([table.length, 1]), indices).reshape([-1]);
}

/** Whole numbers that were kept as real ones. */
function whole(numbers: Tensor): Tensor {
  return numbers.add(0.5).astype(np.int32);
}

function writerOf(options: AutomatonPolicyOptions): TokenWriter {
  const { tokens, features, initial } = options;
  const logits = new Float64Array(features.length * tokens.length);
  return {
    load: (parameters) => {
      const { data } = (parameters as AutomatonParameters).weights;
      features.forEach((row, s) => {
        tokens.forEach((_, k) => {
          let sum = initial?.[k] ?? 0;
          for (let f = 0; f < row.length; f++) sum += (row[f] as number) * (data[f * tokens.length + k] as number);
          logits[s * tokens.length + k] = sum;
        });
      });
    },
    generate: (prompts, settings) => write(options, logits, prompts, settings),
  };
}

function write(
  { tokens, next, starts }: AutomatonPolicyOptions,
  logits: Float64Array,
  prompts: Pick<Prompts, "ids" | "count" | "length">,
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
    const prompt = prompts.ids[(Math.floor(r / perPrompt) + 1) * prompts.length - 1] as number;
    let state = starts.get(prompt) ?? 0;
    for (let m = 0; m < maxTokens && out.ended[r] === 0; m++) {
      const at = r * maxTokens + m;
      const choice = sampler.draw(logits, state * tokens.length, uniformAt(key, (first + r) * maxTokens + m));
      out.ids[at] = tokens[choice] as number;
      out.logProbs[at] = sampler.logProbOf(choice);
      out.entropies[at] = sampler.entropy;
      out.lengths[r] = m + 1;
      if (tokens[choice] === end) out.ended[r] = 1;
      state = next[state]?.[choice] as number;
    }
  }
  return out;
}
