import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type BleuTokenizer,
  corpusBleu,
  corpusChrf,
  corpusTer,
  type EditMetric,
  editDistance,
  editSimilarityOf,
  type FuzzyMethod,
  fuzzyRatio,
  meteorScore,
  type Overlap,
  porterStem,
  processForFuzzy,
  type RougeType,
  rougeScore,
  rougeSets,
  sentenceBleu,
  sentenceChrf,
  sentenceTer,
  splitWords,
} from "./index.ts";

/** What the Python references say of 156 pairs of texts of our own; the file names their versions. */
interface Row {
  readonly text: string;
  readonly references: readonly [string, ...string[]];
  readonly bleu: { readonly [signature: string]: number };
  readonly chrf: number;
  readonly "chrf++": number;
  readonly chrfEps: number;
  readonly ter: number;
  readonly terNormalized: number;
  readonly rouge: { readonly [type: string]: Triple };
  readonly rougeStem: { readonly [type: string]: Triple };
  readonly meteor: number;
  readonly edit: { readonly [metric: string]: number };
  readonly fuzzy: { readonly [method: string]: readonly [raw: number, processed: number] };
  readonly pltrdy: { readonly [type: string]: Triple } | null;
}
type Triple = readonly [precision: number, recall: number, f1: number];

const { rows, corpus, stems } = JSON.parse(
  readFileSync(new URL("./fixtures/python.json", import.meta.url), "utf8"),
) as {
  readonly rows: readonly Row[];
  readonly corpus: { readonly [metric: string]: number };
  readonly stems: { readonly [word: string]: string };
};

/** The rows where a number differs by more than 1e-9, with both numbers. */
function differences(numbers: (row: Row) => readonly (readonly [name: string, ours: number, theirs: number])[]) {
  return rows.flatMap((row) =>
    numbers(row)
      .filter(([, ours, theirs]) => !(Math.abs(ours - theirs) <= 1e-9))
      .map(([name, ours, theirs]) => ({ name, ours, theirs, text: row.text, references: row.references })),
  );
}

const triple = ({ precision, recall, f1 }: Overlap): Triple => [precision, recall, f1];
const against = (name: string, ours: Overlap, theirs: Triple): [string, number, number][] =>
  triple(ours).map((value, k) => [`${name}[${k}]`, value, theirs[k] as number]);

describe("agreement with the Python references to 1e-9", () => {
  it("BLEU: tokenizers and smoothings of sacrebleu, one or two references", () => {
    const found = differences(({ text, references, bleu }) =>
      Object.entries(bleu).map(([signature, theirs]) => {
        const [tokenizer, smooth] = signature.split("/") as [BleuTokenizer, "exp"];
        return [signature, 100 * sentenceBleu(text, references, { tokenizer, smooth }), theirs];
      }),
    );
    expect(found).toEqual([]);
  });

  it("chrF, chrF++ and chrF with smoothing, white space and lower case of sacrebleu", () => {
    const eps = { wordOrder: 2, epsSmoothing: true, whitespace: true, lowercase: true };
    const found = differences((row) => [
      ["chrF", 100 * sentenceChrf(row.text, row.references), row.chrf],
      ["chrF++", 100 * sentenceChrf(row.text, row.references, { wordOrder: 2 }), row["chrf++"]],
      ["smoothed", 100 * sentenceChrf(row.text, row.references, eps), row.chrfEps],
    ]);
    expect(found).toEqual([]);
  });

  it("TER of sacrebleu, plain and normalised", () => {
    const settings = { normalized: true, noPunctuation: true, caseSensitive: true };
    const found = differences((row) => [
      ["plain", 100 * sentenceTer(row.text, row.references), row.ter],
      ["normalised", 100 * sentenceTer(row.text, row.references, settings), row.terNormalized],
    ]);
    expect(found).toEqual([]);
  });

  it("corpus BLEU, chrF++ and TER of sacrebleu", () => {
    const texts = rows.map(({ text }) => text);
    const golds = rows.map(({ references }) => [references[0]]);
    expect(100 * corpusBleu(texts, golds)).toBeCloseTo(corpus.bleu as number, 9);
    expect(100 * corpusChrf(texts, golds, { wordOrder: 2 })).toBeCloseTo(corpus.chrf as number, 9);
    expect(100 * corpusTer(texts, golds)).toBeCloseTo(corpus.ter as number, 9);
  });

  it("ROUGE-1, -2, -L and -Lsum of rouge_score, with and without stems", () => {
    const found = differences((row) =>
      Object.keys(row.rouge).flatMap((type) => [
        ...against(type, rougeScore(row.text, row.references[0], type as RougeType), row.rouge[type] as Triple),
        ...against(
          `${type} stems`,
          rougeScore(row.text, row.references[0], type as RougeType, { stemmer: true }),
          row.rougeStem[type] as Triple,
        ),
      ]),
    );
    expect(found).toEqual([]);
  });

  it("ROUGE of the package `rouge`", () => {
    const found = differences((row) =>
      row.pltrdy === null
        ? []
        : (["1", "2", "L"] as const).flatMap((type) =>
            against(
              type,
              rougeSets(row.text, row.references[0], `rouge${type}`),
              row.pltrdy?.[`rouge-${type.toLowerCase()}`] as Triple,
            ),
          ),
    );
    expect(found).toEqual([]);
  });

  it("METEOR of NLTK without synonyms", () => {
    const found = differences((row) => [
      ["meteor", meteorScore(splitWords(row.text), splitWords(row.references[0])), row.meteor],
    ]);
    expect(found).toEqual([]);
  });

  it("edit distances and Jaro similarities of rapidfuzz", () => {
    const found = differences((row) =>
      Object.entries(row.edit).map(([metric, theirs]) => {
        const measure = metric.startsWith("jaro") ? editSimilarityOf : editDistance;
        return [metric, measure(row.text, row.references[0], metric as EditMetric), theirs];
      }),
    );
    expect(found).toEqual([]);
  });

  it("ratios of rapidfuzz, raw and processed", () => {
    const found = differences((row) =>
      Object.entries(row.fuzzy).flatMap(([method, [raw, processed]]): [string, number, number][] => {
        const [a, b] = [row.text, row.references[0]];
        return [
          [method, fuzzyRatio(a, b, method as FuzzyMethod), raw],
          [`${method} processed`, fuzzyRatio(processForFuzzy(a), processForFuzzy(b), method as FuzzyMethod), processed],
        ];
      }),
    );
    expect(found).toEqual([]);
  });

  it("stems of NLTK's Porter stemmer", () => {
    expect(
      Object.entries(stems).flatMap(([word, stem]) =>
        porterStem(word) === stem ? [] : [[word, stem, porterStem(word)]],
      ),
    ).toEqual([]);
  });
});
