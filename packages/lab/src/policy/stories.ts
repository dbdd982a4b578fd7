import { decoderLanguageModel, type GenerateOptions, type Generation, type LanguageModel } from "./language-model.ts";
import { parseTokenizer, type Tokenizer } from "./parse-tokenizer.ts";
import { parseStories, type StoriesWeights } from "./stories-weights.ts";
import { createDecoder } from "./transformer-decoder.ts";

/** A pretrained language model with its tokenizer. */
export interface StoriesModel extends LanguageModel, StoriesWeights {
  readonly tokenizer: Tokenizer;
  /** Continues texts; an empty text is the beginning of a story. */
  complete(texts: readonly string[], options: GenerateOptions): Generation & { readonly texts: readonly string[] };
  /** e to the mean of −log π over the tokens of a text after the first. */
  perplexity(text: string): number;
}

/**
 * Loads a model and tokenizer in the format of llama2.c, such as stories260K (260 thousand weights, TinyStories).
 *
 * Everything runs on plain arrays; `parameters` and `config` also start a `transformer` that can be trained.
 *
 * @param batch - sequences that are written at a time; more are written one batch after the other
 * @throws RewardError GUERDON_SHAPE when the weights do not have the length their header says
 */
export function loadStories(bytes: Uint8Array, tokenizerBytes: Uint8Array, batch = 16): StoriesModel {
  const weights = parseStories(bytes);
  const tokenizer = parseTokenizer(tokenizerBytes);
  const decoder = createDecoder(weights.config, batch);
  decoder.load(weights.parameters);
  const model = decoderLanguageModel(decoder);
  return {
    ...model,
    ...weights,
    tokenizer,
    complete: (texts, options) => {
      const rows = padLeft(texts.map((text) => tokenizer.encode(text)));
      const generation = model.generate(rows, { end: tokenizer.begin, ...options, pad: 0 });
      return { ...generation, texts: textsOf(generation, rows, options.perPrompt ?? 1, tokenizer) };
    },
    perplexity: (text) => {
      const rows = padLeft([tokenizer.encode(text)]);
      const { logProbs } = model.score(rows);
      return Math.exp(-logProbs.reduce((sum, value) => sum + value, 0) / Math.max(1, rows.length - 1));
    },
  };
}

function padLeft(rows: readonly (readonly number[])[]): { ids: Int32Array; count: number; length: number } {
  const length = Math.max(...rows.map((row) => row.length));
  const ids = new Int32Array(rows.length * length);
  rows.forEach((row, r) => {
    ids.set(row, (r + 1) * length - row.length);
  });
  return { ids, count: rows.length, length };
}

/** The completions alone; a space at the very beginning of a story is none. */
function textsOf(
  { ids, maxTokens, lengths }: Generation,
  prompts: { readonly ids: Int32Array; readonly length: number },
  perPrompt: number,
  tokenizer: Tokenizer,
): string[] {
  return Array.from(lengths, (length, r) => {
    const last = prompts.ids[(Math.floor(r / perPrompt) + 1) * prompts.length - 1] as number;
    const own = [...ids.subarray(r * maxTokens, r * maxTokens + length)];
    return tokenizer.decode(last === tokenizer.begin ? [last, ...own] : own);
  });
}
