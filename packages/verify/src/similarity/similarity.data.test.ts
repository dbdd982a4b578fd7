import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  type BleuSettings,
  bagOverlap,
  corpusBleu,
  corpusChrf,
  corpusTer,
  editDistance,
  editSimilarityOf,
  extractiveness,
  normaliseAnswer,
  type RougeType,
  rougeScore,
  rougeSets,
  sentenceBleu,
  sentenceChrf,
  splitWords,
  tokenizeForBleu,
} from "./index.ts";

const DATA = new URL("../../../../../shared/data/metrics/", import.meta.url);
const missing = (name: string): boolean => {
  const absent = !existsSync(new URL(`${name}.jsonl.gz`, DATA));
  if (absent) console.log(`skipped: the data file metrics/${name} is not beside the repository`);
  return absent;
};

function load<T>(name: string): T[] {
  const text = gunzipSync(readFileSync(new URL(`${name}.jsonl.gz`, DATA))).toString();
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

interface Case {
  readonly metric: "bleu" | "chrf" | "ter" | "raw_bleu(0-1)";
  readonly level: "corpus" | "sentence";
  readonly hyps: string & readonly string[];
  readonly refs: readonly string[] & readonly (readonly string[])[];
  readonly options: {
    readonly smooth_method?: "none" | "floor" | "add-k" | "exp";
    readonly smooth_value?: number | null;
    readonly lowercase?: boolean;
    readonly tokenize?: "13a";
    readonly effective_order?: boolean;
    readonly char_order?: number;
    readonly word_order?: number;
    readonly beta?: number;
    readonly eps_smoothing?: boolean;
    readonly remove_whitespace?: boolean;
  };
  readonly expected: number;
  readonly eps: number;
}

/** References as lists for each candidate; the data has them as streams of the corpus. */
const perCandidate = (streams: readonly (readonly string[])[], count: number): string[][] =>
  Array.from({ length: count }, (_, i) => streams.map((stream) => stream[i] as string));

function score({ metric, level, hyps, refs, options }: Case): number {
  if (metric === "ter") return 100 * corpusTer(hyps, perCandidate(refs, hyps.length));
  if (metric === "chrf") {
    const settings = {
      charOrder: options.char_order ?? 6,
      wordOrder: options.word_order ?? 0,
      beta: options.beta ?? 2,
      epsSmoothing: options.eps_smoothing ?? false,
      whitespace: options.remove_whitespace === false,
    };
    return (
      100 *
      (level === "sentence"
        ? sentenceChrf(hyps, refs, settings)
        : corpusChrf(hyps, perCandidate(refs, hyps.length), settings))
    );
  }
  // The method of raw_corpus_bleu is the function's default, floor with 0.01; its tokens are split already.
  const raw = metric === "raw_bleu(0-1)";
  const settings: BleuSettings = {
    smooth: raw ? "floor" : (options.smooth_method ?? "exp"),
    smoothValue: raw ? 0.01 : (options.smooth_value ?? undefined),
    lowercase: options.lowercase ?? false,
    effectiveOrder: options.effective_order ?? false,
    tokenizer: raw ? "none" : (options.tokenize ?? "13a"),
  };
  const scale = raw ? 1 : 100;
  if (level === "sentence") return scale * sentenceBleu(hyps, refs, settings);
  return scale * corpusBleu(hyps, perCandidate(refs, hyps.length), settings);
}

describe.skipIf(missing("sacrebleu_cases"))("sacreBLEU's own test cases", () => {
  it("scores all 59 within the tolerance each states", () => {
    const cases = load<Case>("sacrebleu_cases");
    const off = cases
      .map((one) => ({ ...one, got: score(one) }))
      .filter(({ got, expected, eps }) => !(Math.abs(got - expected) <= eps));
    expect(off).toEqual([]);
    expect(cases.length).toBe(59);
  });
});

interface RougeCase {
  readonly hyp: string;
  readonly ref: string;
  readonly scores: { readonly [type: string]: { readonly f: number; readonly p: number; readonly r: number } };
}

describe.skipIf(missing("rouge_pltrdy"))("reference values of pltrdy/rouge, release 0", () => {
  it("equals precision, recall and F of ROUGE-1, -2 and -L to 1e-6", () => {
    const cases = load<RougeCase>("rouge_pltrdy");
    for (const { hyp, ref, scores } of cases) {
      for (const type of ["1", "2", "L"] as const) {
        const { precision, recall, f1 } = rougeSets(hyp, ref, `rouge${type}`, 0);
        const wanted = scores[`rouge-${type.toLowerCase()}`] as RougeCase["scores"][string];
        const off = [precision - wanted.p, recall - wanted.r, f1 - wanted.f].map(Math.abs);
        expect(Math.max(...off), `${type}: ${hyp}`).toBeLessThanOrEqual(1e-6);
      }
    }
    expect(cases.length).toBe(4);
  });
});

interface LightevalCase {
  readonly file: string;
  readonly name: string;
  readonly metric_class: string;
  readonly doc: {
    readonly choices: readonly string[];
    readonly gold_index: number | readonly number[];
    readonly specific?: { readonly text?: string; readonly golds_no_preprocessing?: readonly string[] };
  } | null;
  readonly model_response: { readonly text: readonly [string] } | null;
  readonly expected: { readonly [metric: string]: number };
  readonly tolerance: number;
}

type Rate = (text: string, golds: readonly string[], one: LightevalCase) => { readonly [metric: string]: number };

const best = (golds: readonly string[], value: (gold: string) => number): number => Math.max(...golds.map(value));
const rouge = (type: RougeType, stemmer = false): Rate => {
  return (text, golds) => ({
    [type]: best(golds, (gold) => rougeScore(text, gold, type, { stemmer, sentences: "punctuation" }).f1),
  });
};
/** Words as lighteval's F1 has them: split at blanks, no normaliser. */
const wordF1: Rate = (text, golds) => ({
  f1: best(golds, (gold) => {
    const [a, b] = [splitWords(text), splitWords(gold)].map((words) => [...new Set(words)]) as [string[], string[]];
    return bagOverlap(a, b).f1;
  }),
});
const words = (text: string): string[] => tokenizeForBleu(text, "13a");

/** NLTK's BLEU as lighteval calls it: no smoothing, one order or four. */
const nltkBleu =
  (maxOrder: number): Rate =>
  (text, golds) => ({
    [`bleu_${maxOrder}`]: sentenceBleu(text, golds, {
      maxOrder,
      smooth: "none",
      tokenizer: "13a",
      effectiveOrder: false,
    }),
  });

const RATES: { readonly [metric: string]: Rate } = {
  rouge1: rouge("rouge1"),
  rouge2: rouge("rouge2"),
  rougeL: rouge("rougeL"),
  rougeLsum: rouge("rougeLsum"),
  rouge_t5: (text, golds) =>
    Object.fromEntries(
      (["rouge1", "rouge2", "rougeL", "rougeLsum"] as const).map((type) => [
        type,
        100 * best(golds, (gold) => rougeScore(text, gold, type, { sentences: "punctuation" }).f1),
      ]),
    ),
  f1_score: wordF1,
  exact_match: (text, golds) => ({ em: Number(golds.some((gold) => text.trim() === gold.trim())) }),
  drop: (text, _, { doc }) => {
    const golds = doc?.specific?.golds_no_preprocessing ?? [];
    return {
      em: Number(golds.some((gold) => normaliseAnswer(gold) === normaliseAnswer(text))),
      f1: best(golds, (gold) => bagOverlap(splitWords(normaliseAnswer(text)), splitWords(normaliseAnswer(gold))).f1),
    };
  },
  bleu_1: nltkBleu(1),
  bleu_4: nltkBleu(4),
  extractiveness: (text, _, { doc }) => {
    const { coverage, density, compression } = extractiveness(words(text), words(doc?.specific?.text ?? ""));
    return { summarization_coverage: coverage, summarization_density: density, summarization_compression: compression };
  },
  copyright: (text, golds) => {
    const [mine, gold] = [splitWords(text), splitWords(golds[0] as string)];
    const differs = mine.findIndex((word, i) => word !== gold[i]);
    return {
      longest_common_prefix_length: differs < 0 ? mine.length : differs,
      edit_distance: editDistance(text, golds[0] as string, "levenshtein", "words"),
      edit_similarity: editSimilarityOf(text, golds[0] as string, "levenshtein", "words"),
    };
  },
};

describe.skipIf(missing("lighteval_metric_cases"))("lighteval's test cases of text metrics", () => {
  it("gives each expected value within the tolerance it states", () => {
    const cases = load<LightevalCase>("lighteval_metric_cases").filter(
      (one) => one.metric_class in RATES && one.doc !== null,
    );
    const off = cases.flatMap((one) => {
      const { choices, gold_index } = one.doc as NonNullable<LightevalCase["doc"]>;
      const golds = [gold_index].flat().map((at) => choices[at] as string);
      const got = (RATES[one.metric_class] as Rate)(one.model_response?.text[0] as string, golds, one);
      return Object.entries(one.expected)
        .filter(([metric, wanted]) => !(Math.abs((got[metric] as number) - wanted) <= one.tolerance))
        .map(([metric, wanted]) => `${one.name}: ${metric} ${got[metric]} for ${wanted}`);
    });
    expect(off).toEqual([]);
    expect(cases.length).toBe(42);
  });
});
