import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import type { Json, SignalBuilder } from "@guerdon/core/signal";
import { z } from "zod";
import { countCharacters } from "./count-characters.ts";
import { countWords } from "./count-words.ts";
import { ENCODINGS, type Encoding, loadTokenCounter, type TokenCounter } from "./token-counter.ts";

export interface LengthOptions {
  /** What is counted. */
  readonly unit: "characters" | "words" | "tokens";
  /** `trace`: the rollout's own tokens; an encoding: counts the text; `auto`: the trace where there is one, else o200k_base. */
  readonly tokenizer: "auto" | "trace" | Encoding;
  /** Texts longer than this are not tokenised: a failure of the candidate. */
  readonly limitCharacters: number;
}

type LengthInput = { readonly [K in keyof LengthOptions]?: LengthOptions[K] | undefined };

const options: z.ZodType<LengthOptions, LengthInput> = z.strictObject({
  unit: z.enum(["characters", "words", "tokens"]).default("tokens"),
  tokenizer: z.enum(["auto", "trace", ...ENCODINGS]).default("auto"),
  limitCharacters: z.int().positive().default(262_144),
});

const TEXT = { type: "text", default: "{{ sample.output_text }}" } as const;
const TOKENS = { type: "json", default: "{{ sample.tokens }}", optional: true } as const;

/**
 * Counts the characters, words or tokens of a text.
 *
 * Characters are Unicode code points, words are runs between white space.
 *
 * @kind source
 * @unit text → characters, words or tokens
 * @throws RewardError GUERDON_ENGINE_MISSING when tokens must be counted and gpt-tokenizer is not installed
 *
 * ```ts doctest
 * import { length } from "@guerdon/verify/text";
 * length({ unit: "words" }).measures // => "length"
 * ```
 */
export const length: SourceFactory<typeof options> = defineSource({
  name: "length",
  version: 1,
  summary: "The number of characters, words or tokens of a text.",
  options,
  build: (set: LengthOptions) => ({
    fields: fieldsFor(set),
    range: { min: 0, max: Number.POSITIVE_INFINITY },
    measures: "length",
    needs: set.unit === "tokens" && set.tokenizer === "trace" ? ["tokens"] : [],
    score: (columns, out) => {
      const reads = fieldsFor(set);
      const texts = ("text" in reads ? columns.text : []) as readonly string[];
      if (set.unit === "tokens") return scoreTokens(set, texts, ("tokens" in reads && columns.tokens) || [], out);
      const count = set.unit === "words" ? countWords : countCharacters;
      for (let i = 0; i < out.length; i++) out.set(i, count(texts[i] as string));
    },
  }),
});

function fieldsFor({ unit, tokenizer }: LengthOptions): { readonly [name: string]: typeof TEXT | typeof TOKENS } {
  if (unit !== "tokens") return { text: TEXT };
  if (tokenizer === "trace") return { tokens: TOKENS };
  return tokenizer === "auto" ? { text: TEXT, tokens: TOKENS } : { text: TEXT };
}

function scoreTokens(
  { tokenizer, limitCharacters }: LengthOptions,
  texts: readonly string[],
  traces: readonly (Json | undefined)[],
  out: SignalBuilder,
): void | Promise<void> {
  const untraced: number[] = [];
  for (let i = 0; i < out.length; i++) {
    const count = tracedCount(traces[i]);
    if (count !== undefined) out.set(i, count);
    else if (tokenizer === "trace") out.fail(i, "task", "Expected the rollout to have a token trace, got none.");
    else untraced.push(i);
  }
  if (untraced.length === 0) return;
  return loadTokenCounter(tokenizer === "auto" || tokenizer === "trace" ? "o200k_base" : tokenizer).then((count) =>
    countTexts({ texts, rows: untraced, limitCharacters }, count, out),
  );
}

interface Untraced {
  readonly texts: readonly string[];
  readonly rows: readonly number[];
  readonly limitCharacters: number;
}

function countTexts({ texts, rows, limitCharacters }: Untraced, count: TokenCounter, out: SignalBuilder): void {
  for (const i of rows) {
    const text = texts[i] as string;
    if (text.length <= limitCharacters) out.set(i, count(text));
    else out.fail(i, "candidate", `Expected a text of at most ${limitCharacters} characters, got ${text.length}.`);
  }
}

/** Length of a trace: a list of token ids or an object that has one in `ids`. */
function tracedCount(trace: Json | undefined): number | undefined {
  if (typeof trace !== "object" || trace === null) return undefined;
  const ids: unknown = "ids" in trace ? trace.ids : trace;
  const size = (ids as { readonly length?: unknown } | null)?.length;
  return typeof size === "number" ? size : undefined;
}
