import { streamKey } from "@guerdon/core/random";
import { scoreWritten } from "./collect-written.ts";
import { gatherWritten, shuffledRows } from "./gather-written.ts";
import { type PreferencePairs, preferencePairs } from "./preference-pairs.ts";
import type { TokenState } from "./token-loop.ts";

/** A fixed set of pairs, taken in epochs. */
export interface PairSet {
  /** All pairs; the first call writes them. */
  all(state: TokenState): Promise<PreferencePairs>;
  /** The pairs of update number `step`: `prompts` of them, each once an epoch, every epoch in an order of its own. */
  take(state: TokenState, step: number): Promise<PreferencePairs>;
}

/**
 * N pairs that the reference writes for the first N prompts, to be learnt from again and again.
 *
 * They are a function of seed and reference alone, so that a run that goes on after a restore has the same.
 *
 * @param count - N; a last batch that is not full is left out of each epoch
 */
export function createPairSet(count: number): PairSet {
  let known: Promise<PreferencePairs> | undefined;
  const all = (state: TokenState): Promise<PreferencePairs> => {
    known ??= writePairs(state, count);
    return known;
  };
  return {
    all,
    take: async (state, step) => {
      const { written, weights } = await all(state);
      const size = Math.min(count, state.training.prompts);
      const batches = Math.floor(count / size);
      const order = shuffledRows(count, state.seed, Math.floor(step / batches));
      const chosen = Array.from(order.subarray((step % batches) * size, ((step % batches) + 1) * size));
      return {
        written: gatherWritten([{ written, chosen }]),
        weights: Float64Array.from(chosen, (pair) => weights[pair] as number),
      };
    },
  };
}

async function writePairs(state: TokenState, count: number): Promise<PreferencePairs> {
  const { training, reference, learner, writer, seed } = state;
  const { world, sampling = {}, perPrompt } = training;
  writer.load((reference ?? learner).parameters());
  const prompts = world.prompts(seed, 0, count);
  const { maxTokens, end, pad } = world;
  const key = streamKey(seed, "pair set");
  const generation = writer.generate(prompts, { ...sampling, perPrompt, maxTokens, end, pad, key });
  const written = { prompts, generation };
  return preferencePairs(await scoreWritten(state, written, 0), written);
}
