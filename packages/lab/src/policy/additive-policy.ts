import { nn, numpy as np } from "@jax-js/jax";
import { hostArray, type Tensor } from "../tensor/index.ts";
import type { TokenWorld } from "../world/token-world.ts";
import { type AdditiveParameters, type AdditivePolicyOptions, additiveTables } from "./additive-tables.ts";
import { additiveWriter } from "./additive-writer.ts";
import type { TokenModel, TokenPolicy } from "./token-policy.ts";

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
    writer: (world) => additiveWriter(options, world),
  };
}

function modelOf(options: AdditivePolicyOptions, world: TokenWorld, temperature: number): TokenModel {
  const { tokens, contexts, members = [] } = options;
  const { vocabulary, maxTokens } = world;
  const [size, choices] = [vocabulary.length, tokens.length];
  const width = maxTokens * choices;
  const { fixed, free, own: ownScales } = additiveTables(options, maxTokens);
  const [choice, context] = [columnsOf(size, tokens), columnsOf(size, contexts)];
  return {
    id: "additive@1",
    parameters: () => ({
      shared: hostArray([maxTokens, choices]),
      own: hostArray([contexts.length, maxTokens, choices]),
    }),
    outputs: (parameters, { prompts, completions }) => {
      const { shared, own } = parameters as AdditiveParameters<Tensor>;
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
