import { RewardError } from "@guerdon/core/error";

const MODULES = {
  o200k_base: (): Promise<EncodingModule> => import("gpt-tokenizer/encoding/o200k_base"),
  o200k_harmony: (): Promise<EncodingModule> => import("gpt-tokenizer/encoding/o200k_harmony"),
  cl100k_base: (): Promise<EncodingModule> => import("gpt-tokenizer/encoding/cl100k_base"),
  p50k_base: (): Promise<EncodingModule> => import("gpt-tokenizer/encoding/p50k_base"),
  p50k_edit: (): Promise<EncodingModule> => import("gpt-tokenizer/encoding/p50k_edit"),
  r50k_base: (): Promise<EncodingModule> => import("gpt-tokenizer/encoding/r50k_base"),
  gpt2: (): Promise<EncodingModule> => import("gpt-tokenizer/encoding/gpt2"),
} as const;

export type Encoding = keyof typeof MODULES;

/** Encodings whose tables can be loaded. */
export const ENCODINGS: readonly Encoding[] = Object.keys(MODULES) as Encoding[];

/** Counts the tokens of a text. */
export type TokenCounter = (text: string) => number;

/** A run of one class of characters longer than this is counted in pieces. */
const RUN = 128;

/** Its cache re-inserts each word it meets; at its own size of 100,000 that makes short words ten times slower. */
const CACHED_WORDS = 1024;

const AS_TEXT: { disallowedSpecial: Set<string> } = { disallowedSpecial: new Set() };

/**
 * Loads the counter of an encoding; loaded once, on first use.
 *
 * Byte-pair encoding takes time quadratic in an unbroken run of letters, blanks or signs. Runs longer than
 * 128 are therefore counted in pieces of 128, at most one token too many a piece. Special tokens written
 * out in the text count as plain text.
 *
 * @throws RewardError GUERDON_ENGINE_MISSING
 */
export function loadTokenCounter(encoding: Encoding): Promise<TokenCounter> {
  let counter = counters.get(encoding);
  if (counter === undefined) {
    counter = load(encoding);
    counters.set(encoding, counter);
    counter.catch(() => counters.delete(encoding));
  }
  return counter;
}

const counters = new Map<Encoding, Promise<TokenCounter>>();

interface EncodingModule {
  countTokens(text: string, options: typeof AS_TEXT): number;
  setMergeCacheSize(size: number): void;
}

async function load(encoding: Encoding): Promise<TokenCounter> {
  try {
    const { countTokens, setMergeCacheSize } = await MODULES[encoding]();
    setMergeCacheSize(CACHED_WORDS);
    return (text) => countInPieces(text, (piece) => countTokens(piece, AS_TEXT));
  } catch (cause) {
    throw new RewardError(
      "GUERDON_ENGINE_MISSING",
      `Expected \`gpt-tokenizer\` to be installed to count ${encoding} tokens.`,
      {
        hint: "Run `npm install gpt-tokenizer`, send token traces with `tokenizer: trace`, or count words.",
        details: { engine: "gpt-tokenizer", encoding },
        cause,
      },
    );
  }
}

function countInPieces(text: string, count: TokenCounter): number {
  let total = 0;
  let start = 0;
  let run = 0;
  let runClass = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const kind = classOf(code);
    run = kind === runClass ? run + 1 : 1;
    runClass = kind;
    if (run <= RUN || (code & 0xfc00) === 0xdc00) continue;
    total += count(text.slice(start, i));
    start = i;
    run = 1;
  }
  return total + count(start === 0 ? text : text.slice(start));
}

/** 0 blanks, 1 letters and all that is not ASCII, 2 digits, 3 signs. */
function classOf(code: number): number {
  if (code <= 0x20) return 0;
  if (code >= 0x80) return 1;
  if (code >= 0x30 && code <= 0x39) return 2;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x7a ? 1 : 3;
}
