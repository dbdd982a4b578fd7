import { uniformAt } from "@guerdon/core/random";
import type { Completions, Prompts } from "../world/token-world.ts";
import { createTokenSampler, type SamplingOptions } from "./sample-token.ts";
import type { TransformerDecoder } from "./transformer-decoder.ts";
import type { TransformerParameters } from "./transformer-parameters.ts";

export interface GenerateOptions extends SamplingOptions {
  /** G: completions of each prompt. Default 1. */
  readonly perPrompt?: number;
  /** M: the most tokens of a completion. */
  readonly maxTokens: number;
  /** The token that ends a completion; absent: none does. */
  readonly end?: number;
  /** What stands before a shorter prompt and after an end. Default 0. */
  readonly pad?: number;
  /** Key of the random stream, see `streamKey`. Default 0. */
  readonly key?: number;
  /** Number of the first completion in its stream: the draws of one do not depend on the others. Default 0. */
  readonly first?: number;
}

/** Completions with what the sampler knew of each token. */
export interface Generation extends Completions {
  /** [R, M] log π of each token; 0 after the end. */
  readonly logProbs: Float64Array;
  /** [R, M] entropy of the distribution each was drawn from; 0 after the end. */
  readonly entropies: Float64Array;
}

/** What a model says of given text. */
export interface TokenScores {
  /** [R, T] log π of each token given those before it; 0 for the first and for padding. */
  readonly logProbs: Float64Array;
  /** [R, T] entropy of the distribution each token was compared with. */
  readonly entropies: Float64Array;
  /** [R, T, D] normed states before the head. */
  readonly hidden?: Float32Array;
}

/** Writes tokens, and says how likely given ones are. */
export interface LanguageModel {
  readonly vocabulary: number;
  readonly context: number;
  /** Takes new parameters over. */
  load(parameters: TransformerParameters): void;
  /** Writes G completions of each prompt, contiguous. */
  generate(prompts: Pick<Prompts, "ids" | "count" | "length">, options: GenerateOptions): Generation;
  /**
   * Reads rows of tokens, padded to the left.
   *
   * @param temperature - what logits are divided by; default 1
   */
  score(
    rows: Pick<Prompts, "ids" | "count" | "length">,
    options?: { readonly temperature?: number; readonly pad?: number; readonly hidden?: boolean },
  ): TokenScores;
}

/**
 * A language model on a decoder: batch after batch of as many sequences as it has room for.
 *
 * A prompt is read once for all its completions; completions that have ended cost nothing more.
 */
export function decoderLanguageModel(decoder: TransformerDecoder): LanguageModel {
  const { vocabulary, context } = decoder.sizes;
  return {
    vocabulary,
    context,
    load: decoder.load,
    generate: (prompts, options) => generate(decoder, prompts, options),
    score: (rows, options = {}) => score(decoder, rows, options),
  };
}

type Rows = Pick<Prompts, "ids" | "count" | "length">;

function generate(decoder: TransformerDecoder, prompts: Rows, options: GenerateOptions): Generation {
  const { perPrompt = 1, maxTokens, pad = 0 } = options;
  const count = prompts.count * perPrompt;
  const out: Generation = {
    ids: new Int32Array(count * maxTokens).fill(pad),
    maxTokens,
    lengths: new Int32Array(count),
    ended: new Uint8Array(count),
    logProbs: new Float64Array(count * maxTokens),
    entropies: new Float64Array(count * maxTokens),
  };
  const room = Math.max(1, Math.floor(decoder.batch / perPrompt));
  const buffers = buffersOf(decoder);
  for (let from = 0; from < prompts.count; from += room) {
    const chunk = { prompts, from, to: Math.min(prompts.count, from + room) };
    readPrompts(decoder, chunk, perPrompt, pad, buffers);
    writeChunk(decoder, chunk, options, buffers, out);
  }
  return out;
}

interface Buffers {
  readonly tokens: Int32Array;
  readonly slots: Int32Array;
  /** By slot. */
  readonly firsts: Int32Array;
  /** By row: which row of the logits the next token is drawn from. */
  readonly sources: Int32Array;
}

function buffersOf({ batch }: TransformerDecoder): Buffers {
  const make = (): Int32Array => new Int32Array(batch);
  return { tokens: make(), slots: make(), firsts: make(), sources: make() };
}

interface Chunk {
  readonly prompts: Rows;
  readonly from: number;
  readonly to: number;
}

/** Feeds prompts to the first slot of each group, then copies the caches to the others. */
function readPrompts(
  decoder: TransformerDecoder,
  { prompts, from, to }: Chunk,
  perPrompt: number,
  pad: number,
  { tokens, slots, firsts, sources }: Buffers,
): void {
  const { ids, length } = prompts;
  const count = to - from;
  for (let p = 0; p < count; p++) {
    let first = 0;
    while (first < length - 1 && ids[(from + p) * length + first] === pad) first++;
    slots[p] = p * perPrompt;
    firsts.fill(first, p * perPrompt, (p + 1) * perPrompt);
    sources.fill(p, p * perPrompt, (p + 1) * perPrompt);
  }
  for (let t = 0; t < length; t++) {
    for (let p = 0; p < count; p++) tokens[p] = ids[(from + p) * length + t] as number;
    decoder.step(tokens, slots, firsts, count, t, t === length - 1);
  }
  for (let p = 0; p < count; p++) {
    for (let g = 1; g < perPrompt; g++) decoder.copySlot(p * perPrompt, p * perPrompt + g);
  }
}

function writeChunk(
  decoder: TransformerDecoder,
  { prompts, from, to }: Chunk,
  options: GenerateOptions,
  { tokens, slots, firsts, sources }: Buffers,
  out: Generation,
): void {
  const { perPrompt = 1, maxTokens, end, key = 0, first = 0 } = options;
  const sampler = createTokenSampler(decoder.sizes.vocabulary, options);
  let count = (to - from) * perPrompt;
  for (let r = 0; r < count; r++) slots[r] = r;
  for (let m = 0; m < maxTokens && count > 0; m++) {
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      const r = from * perPrompt + slot;
      const uniform = uniformAt(key, (first + r) * maxTokens + m);
      const source = m === 0 ? (sources[slot] as number) : i;
      const token = sampler.draw(decoder.logits, source * decoder.logitStride, uniform);
      out.ids[r * maxTokens + m] = token;
      out.logProbs[r * maxTokens + m] = sampler.logProbOf(token);
      out.entropies[r * maxTokens + m] = sampler.entropy;
      out.lengths[r] = m + 1;
      if (token === end) {
        out.ended[r] = 1;
        continue;
      }
      slots[kept] = slot;
      tokens[kept] = token;
      kept += 1;
    }
    count = kept;
    if (m + 1 < maxTokens) decoder.step(tokens, slots, firsts, count, prompts.length + m, true);
  }
}

function score(
  decoder: TransformerDecoder,
  { ids, count, length }: Rows,
  { temperature = 1, pad, hidden = false }: { temperature?: number; pad?: number; hidden?: boolean },
): TokenScores {
  const { width, vocabulary } = decoder.sizes;
  const logProbs = new Float64Array(count * length);
  const entropies = new Float64Array(count * length);
  const states = hidden ? new Float32Array(count * length * width) : undefined;
  const sampler = createTokenSampler(vocabulary, { temperature });
  const { tokens, slots, firsts } = buffersOf(decoder);
  for (let from = 0; from < count; from += decoder.batch) {
    const rows = Math.min(decoder.batch, count - from);
    for (let r = 0; r < rows; r++) {
      let first = 0;
      while (first < length - 1 && ids[(from + r) * length + first] === pad) first++;
      slots[r] = r;
      firsts[r] = first;
    }
    for (let t = 0; t < length; t++) {
      for (let r = 0; r < rows; r++) tokens[r] = ids[(from + r) * length + t] as number;
      decoder.step(tokens, slots, firsts, rows, t, t + 1 < length);
      for (let r = 0; r < rows; r++) {
        const at = (from + r) * length + t;
        states?.set(decoder.hidden.subarray(r * width, (r + 1) * width), at * width);
        const next = ids[at + 1] as number;
        if (t + 1 >= length || t < (firsts[r] as number)) continue;
        sampler.draw(decoder.logits, r * decoder.logitStride, 0);
        logProbs[at + 1] = sampler.logProbOf(next);
        entropies[at + 1] = sampler.entropy;
      }
    }
  }
  return { logProbs, entropies, ...(states === undefined ? {} : { hidden: states }) };
}
