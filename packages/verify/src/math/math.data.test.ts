import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compareAnswers, type ExtractOptions, extractAnswer, type MathOptions } from "./index.ts";

const DATA = new URL("../../../../../shared/data/", import.meta.url);
const missing = (name: string): boolean => {
  const absent = !existsSync(new URL(`${name}.jsonl.gz`, DATA));
  if (absent) console.log(`skipped: the data file ${name} is not beside the repository`);
  return absent;
};

interface Row {
  readonly id: string;
  readonly model: string;
  readonly solution: string;
  readonly output: string;
  readonly answer: string;
  readonly gold: string;
  readonly is_correct: boolean;
  readonly correct: boolean;
}
interface Case {
  readonly test: string;
  readonly gold: string;
  readonly pred: string;
  readonly expected: 0 | 1;
  readonly precision?: number;
  readonly strict?: boolean;
  readonly allow_set_relation_comp?: boolean;
}

function load<T>(name: string): T[] {
  const text = gunzipSync(readFileSync(new URL(`${name}.jsonl.gz`, DATA))).toString();
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

function passes(gold: string, text: string, extract?: ExtractOptions, compare?: MathOptions): boolean {
  const found = extractAnswer(text, extract);
  return found !== undefined && compareAnswers(gold, found.text, compare).kind === "equal";
}

describe.skipIf(missing("math/gsm8k_model_solutions"))("GSM8K model solutions (5,276 verdicts of the authors)", () => {
  it.each<[string, ExtractOptions]>([
    ["the general extraction", {}],
    ["a final number", { targets: ["marker", "number"], reduceToNumber: true }],
  ])("agrees on every row with %s", (_, options) => {
    const rows = load<Row>("math/gsm8k_model_solutions");
    expect(rows.filter((row) => passes(row.gold, row.solution, options) !== row.is_correct)).toEqual([]);
    expect(rows.length).toBe(5276);
  });
});

// The data's verdict reads the first number of the JSON answer, leaves a percent sign out, and counts no answer outside JSON.
const ZEROEVAL: ExtractOptions = { targets: ["json"], number: "first", reduceToNumber: true };
const ZEROEVAL_DISAGREEMENTS = [
  {
    id: "gsm8k-test-191",
    model: "Phi-3.5-mini-instruct",
    correct: false,
    why: "35/7 is the gold 5; the data reads 35",
  },
  {
    id: "gsm8k-test-591",
    model: "Phi-3.5-mini-instruct",
    correct: false,
    why: 'an escaped "answer" inside the reasoning is right; the data finds none',
  },
  {
    id: "gsm8k-test-869",
    model: "Phi-3.5-mini-instruct",
    correct: false,
    why: 'an escaped "answer" inside the reasoning is right; the data finds none',
  },
  {
    id: "gsm8k-test-265",
    model: "command-r",
    correct: false,
    why: "9 500 is the gold 9500 with a space between thousands; the data reads 9",
  },
  {
    id: "gsm8k-test-149",
    model: "Mixtral-8x7B-Instruct-v0.1",
    correct: true,
    why: "the object has lost its opening brace, so it is no JSON",
  },
  {
    id: "gsm8k-test-1089",
    model: "Qwen2-7B-Instruct",
    correct: true,
    why: "the answer 32/3 is not the gold 32; the data reads 32",
  },
];

describe.skipIf(missing("math/zeroeval_gsm_outputs"))("ZeroEval GSM8K outputs (13,190 verdicts)", () => {
  it("disagrees on six rows only under the data's own convention, each explained", () => {
    const rows = load<Row>("math/zeroeval_gsm_outputs");
    const off = rows.filter((row) => passes(row.gold, row.output, ZEROEVAL, { percent: "either" }) !== row.correct);
    const key = (row: { id: string; model: string; correct: boolean }) => `${row.id} ${row.model} ${row.correct}`;
    expect(off.map(key).sort()).toEqual(ZEROEVAL_DISAGREEMENTS.map(key).sort());
    expect(1 - off.length / rows.length).toBeGreaterThan(0.999);
  });

  it("agrees on 99 % of the rows with the general extraction, which reads sums and sentences as they are meant", () => {
    const rows = load<Row>("math/zeroeval_gsm_outputs");
    const off = rows.filter((row) => passes(row.gold, row.output) !== row.correct);
    expect(1 - off.length / rows.length).toBeGreaterThan(0.99);
  });
});

const REPORTED: Readonly<Record<string, number>> = {
  "Qwen2.5-7B-Instruct": 51.46,
  "gemma-2-9b-it": 19.42,
  "gpt-4o-mini-2024-07-18": 52.15,
  "claude-3-5-haiku-20241022": 46.46,
  "Meta-Llama-3-8B-Instruct": 7.91,
  "o1-mini-2024-09-12": 89.32,
};

describe.skipIf(missing("math/zeroeval_math_l5_outputs"))("ZeroEval MATH level 5 outputs (six models)", () => {
  it("finds each model's accuracy within one point of the reported one", () => {
    const rows = load<Row>("math/zeroeval_math_l5_outputs");
    for (const [model, reported] of Object.entries(REPORTED)) {
      const own = rows.filter((row) => row.model === model);
      const accuracy = (100 * own.filter((row) => passes(row.gold, row.output)).length) / own.length;
      expect(Math.abs(accuracy - reported), `${model}: ${accuracy.toFixed(2)} against ${reported}`).toBeLessThan(1);
    }
  });
});

describe.skipIf(missing("math/math500"))("MATH-500", () => {
  it("finds the answer in every solution; two answers leave their percent sign out", () => {
    const rows = load<Row>("math/math500");
    expect(rows.filter((row) => !passes(row.answer, row.solution, {}, { percent: "either" }))).toEqual([]);
    expect(rows.filter((row) => !passes(row.answer, row.solution)).map((row) => row.answer)).toEqual(["10", "10"]);
    expect(rows.length).toBe(500);
  });

  it("finds every answer equal to itself, also when it has to be parsed", () => {
    for (const { answer } of load<Row>("math/math500")) {
      expect(compareAnswers(answer, answer).kind).toBe("equal");
      expect(compareAnswers(answer, `{${answer}}`).kind, answer).toBe("equal");
    }
  });
});

/** Milliseconds of the fastest of up to four runs. */
function fastest(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 4 && best > 20; k++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** The suite's tests switch on different extraction targets; the test's name and the row's fields tell which. */
function caseOptions(row: Case): { extract: ExtractOptions; compare: MathOptions } {
  const extract: ExtractOptions =
    row.test === "test_extraction_abc"
      ? { targets: ["choice"] }
      : row.test === "test_latex_notation"
        ? { targets: ["boxed", "latex"] }
        : row.test === "test_number_extraction"
          ? { targets: ["number"] }
          : {};
  const compare: MathOptions = {
    ...(row.precision === undefined ? {} : { decimals: row.precision }),
    ...(row.strict === undefined ? {} : { strict: row.strict }),
    ...(row.allow_set_relation_comp === undefined ? {} : { allowSetRelation: row.allow_set_relation_comp }),
    ...(row.test === "test_number_extraction" ? { decimalComma: true } : {}),
  };
  return { extract, compare };
}

const MATH_VERIFY_MISSES = [
  {
    gold: "$1 - \\frac{1}{\\mathrm{e}}$",
    pred: "$1 + \\frac{1}{\\mathrm{e}}$",
    expected: 1,
    why: "1 − 1/e is not 1 + 1/e: a slip in the suite",
  },
];

describe.skipIf(missing("metrics/math_verify_cases"))("Math-Verify and lighteval cases (305)", () => {
  it("decides all but one as expected, and none takes 50 ms", () => {
    const rows = load<Case>("metrics/math_verify_cases");
    const off: Case[] = [];
    for (const row of rows) {
      const { extract, compare } = caseOptions(row);
      const gold = extractAnswer(row.gold, extract);
      const decide = () => gold !== undefined && passes(gold.text, row.pred, extract, compare);
      const same = decide();
      expect(fastest(decide)).toBeLessThan(50);
      if (same !== (row.expected === 1)) off.push(row);
    }
    expect(off.map(({ gold, pred, expected }) => ({ gold, pred, expected }))).toEqual(
      MATH_VERIFY_MISSES.map(({ why: _, ...rest }) => rest),
    );
    expect(rows.length).toBe(305);
  });
});
