import {
  type AnyFactory,
  type CallResult,
  type Context,
  defineSource,
  type SourceFactory,
  type Task,
} from "@guerdon/core/piece";
import { failed, type Json, type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { compareAnswers } from "./compare-answers.ts";
import { extractAnswer } from "./extract-answer.ts";
import type { MathOptions } from "./math-options.ts";
import type { MathVerdict } from "./math-verdict.ts";

export interface MathSourceOptions {
  /** Variables matter and a set is never a tuple. */
  readonly strict: boolean;
  /** Decimals to which a number written as a decimal is compared. */
  readonly decimals: number;
  /** Accept |a − b| up to this. */
  readonly absolute: number;
  /** Accept |a − b| up to this times |expected|. */
  readonly relative: number;
  /** Whether 20 % equals 0.2 only, or 20 too. */
  readonly percent: "value" | "either";
  /** Whether units of measure must agree, or are left out. */
  readonly units: "ignored" | "required";
  /** Whether an inequality may answer a set. */
  readonly setRelation: boolean;
  /** Time the symbolic engine has for one comparison before its process is killed, in milliseconds. */
  readonly deadlineMs: number;
  /** A longer text is a failure of the candidate; of a shorter one the last 100,000 characters are read. */
  readonly limitCharacters: number;
}

type MathInput = { readonly [K in keyof MathSourceOptions]?: MathSourceOptions[K] | undefined };

const options: z.ZodType<MathSourceOptions, MathInput> = z.strictObject({
  strict: z.boolean().default(true),
  decimals: z.int().min(0).max(15).default(6),
  absolute: z.number().min(0).default(0),
  relative: z.number().min(0).default(0),
  percent: z.enum(["value", "either"]).default("value"),
  units: z.enum(["ignored", "required"]).default("ignored"),
  setRelation: z.boolean().default(false),
  deadlineMs: z.number().positive().default(1000),
  limitCharacters: z.int().positive().default(1_048_576),
});

/** The symbolic engine's comparison, as a task for a killable process. */
const SYMBOLIC: Task = {
  module: new URL(
    import.meta.url.endsWith(".ts") ? "./compare-symbolically.ts" : "./compare-symbolically.js",
    import.meta.url,
  ).href,
  export: "compareSymbolically",
};

/** A row that no answer decides, with the answers to ask about and the gravest verdict on the others. */
interface Undecided {
  readonly row: number;
  readonly candidate: string;
  readonly open: readonly string[];
  readonly decided: MathVerdict | undefined;
}

/**
 * Scores 1 when the answer the text commits to is mathematically equal to the expected one, else 0.
 *
 * Numbers, fractions, percent, units, sets, intervals, tuples, matrices, equations and expressions, plain or LaTeX.
 * What bounded rules decide is decided at once; the rest goes to a symbolic engine in a process that is killed
 * after `deadlineMs`. An answer over the limits is a failure of the candidate. `expected` may be a list of
 * acceptable answers. The evidence says why two answers are equal.
 *
 * @kind source
 * @unit text, answer → 0 or 1
 *
 * ```ts doctest
 * import { math } from "@guerdon/verify/math";
 * math().options.deadlineMs // => 1000
 * ```
 */
export const math: SourceFactory<typeof options> = defineSource({
  name: "math",
  version: 1,
  summary: "1 when the answer the text commits to is mathematically equal to the expected one, else 0.",
  options,
  build: ({ absolute, relative, setRelation, deadlineMs, limitCharacters, ...rest }: MathSourceOptions) => {
    const rules: MathOptions = {
      ...rest,
      absoluteTolerance: absolute,
      relativeTolerance: relative,
      allowSetRelation: setRelation,
    };
    return {
      needs: ["process"],
      fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
      range: UNIT,
      score: (columns, out, context) => {
        const undecided: Undecided[] = [];
        for (let row = 0; row < out.length; row++) {
          const text = columns.text?.[row] as string;
          if (text.length > limitCharacters) {
            out.fail(row, "candidate", `Expected at most ${limitCharacters} characters, got ${text.length}.`);
            continue;
          }
          const request = scoreRow(row, text, columns.expected?.[row], rules, out);
          if (request !== undefined) undecided.push(request);
        }
        return undecided.length === 0 ? undefined : ask(undecided, { rules, deadlineMs }, out, context);
      },
    };
  },
});

/** The sources of this folder, for a library. */
export const mathSources: readonly AnyFactory[] = [math];

/** Scores one row by the bounded rules, or says what to ask the symbolic engine. */
function scoreRow(
  row: number,
  text: string,
  expected: Json | undefined,
  rules: MathOptions,
  out: SignalBuilder,
): Undecided | undefined {
  const golds = (Array.isArray(expected) ? expected : [expected]).map(goldText);
  if (golds.length === 0 || golds.includes(undefined)) {
    out.fail(row, "task", "Expected `expected` to be an answer or a list of answers, got neither.");
    return undefined;
  }
  const extraction = extractAnswer(text);
  if (extraction === undefined) {
    out.set(row, 0, "no answer found");
    return undefined;
  }
  const candidate = extraction.text;
  const open: string[] = [];
  let decided: MathVerdict | undefined;
  for (const gold of golds as string[]) {
    const verdict = compareAnswers(gold, candidate, rules);
    if (verdict.kind === "equal") return settle(row, verdict, candidate, out);
    if (verdict.kind === "undecided") open.push(gold);
    else decided = graver(decided, verdict);
  }
  return open.length === 0 ? settle(row, decided as MathVerdict, candidate, out) : { row, candidate, open, decided };
}

/** The verdict that speaks for both: an answer that cannot be compared keeps a row from counting as wrong. */
function graver(a: MathVerdict | undefined, b: MathVerdict): MathVerdict {
  return a !== undefined && gravity(a) >= gravity(b) ? a : b;
}

function gravity(verdict: MathVerdict): number {
  if (verdict.kind !== "refused") return 0;
  return verdict.side === "candidate" ? 1 : 2;
}

function goldText(expected: Json | undefined): string | undefined {
  if (typeof expected === "number") return String(expected);
  return typeof expected === "string" && expected.trim() !== "" ? expected : undefined;
}

function settle(row: number, verdict: MathVerdict, candidate: string, out: SignalBuilder): undefined {
  if (verdict.kind === "refused") out.miss(row, failed(verdict.side === "gold" ? "task" : "candidate", verdict.reason));
  else out.set(row, verdict.kind === "equal" ? 1 : 0, `${shortened(candidate)}: ${verdict.reason}`);
  return undefined;
}

async function ask(
  undecided: readonly Undecided[],
  { rules, deadlineMs }: { readonly rules: MathOptions; readonly deadlineMs: number },
  out: SignalBuilder,
  context: Context,
): Promise<void> {
  const requests = undecided.flatMap(({ candidate, open }) =>
    open.map((gold) => ({ gold, candidate, options: rules })),
  );
  const results = await context.call(SYMBOLIC, requests as unknown as readonly Json[], { deadlineMs });
  let next = 0;
  for (const row of undecided) {
    conclude(row, results.slice(next, next + row.open.length), out);
    next += row.open.length;
  }
}

/** One equal answer is enough; without one, a comparison that was not made decides, then the gravest verdict. */
function conclude({ row, candidate, decided }: Undecided, results: readonly CallResult[], out: SignalBuilder): void {
  const verdicts = results.flatMap((result) => ("value" in result ? [result.value as unknown as MathVerdict] : []));
  const equal = verdicts.find(({ kind }) => kind === "equal");
  const lost = results.find((result) => "missing" in result);
  if (equal === undefined && lost !== undefined) out.miss(row, lost.missing);
  else settle(row, equal ?? (verdicts.reduce(graver, decided) as MathVerdict), candidate, out);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
