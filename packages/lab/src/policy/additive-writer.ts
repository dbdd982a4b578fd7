import { uniformAt } from "@guerdon/core/random";
import type { HostTree } from "../tensor/index.ts";
import type { Prompts, TokenWorld } from "../world/token-world.ts";
import { type AdditiveParameters, type AdditivePolicyOptions, additiveTables } from "./additive-tables.ts";
import type { GenerateOptions, Generation } from "./language-model.ts";
import { createTokenSampler } from "./sample-token.ts";
import type { TokenWriter } from "./token-policy.ts";

/** Writes completions from the tables, one row after the other. */
export function additiveWriter(options: AdditivePolicyOptions, { maxTokens }: TokenWorld): TokenWriter {
  const { tokens, contexts, members = [] } = options;
  const width = maxTokens * tokens.length;
  const { fixed, free, own: scales } = additiveTables(options, maxTokens);
  const common = new Float64Array(width);
  const added = new Float64Array(contexts.length * width);
  const logits = new Float64Array(width);
  return {
    load: (parameters: HostTree) => {
      const { shared, own } = parameters as AdditiveParameters;
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
