import { RewardError } from "@guerdon/core/error";
import { canonicalJson } from "@guerdon/core/hash";
import type { ProgramSpec, TermOptions, TermSpec } from "@guerdon/core/program";
import type { Json } from "@guerdon/core/signal";
import type { Grader, SingleGrader } from "./grader.ts";
import { CHECKS, METRICS } from "./grader-program.ts";
import { readFormula } from "./read-formula.ts";

/** Keys that hold what is compared; the rest of a term says how. */
const FIELDS = ["text", "expected", "source"];

/**
 * The OpenAI grader of a program, where there is one: terms that compare texts or run Python, and a total of the
 * operators and functions that graders have.
 *
 * @throws RewardError GUERDON_GRADER naming what has no counterpart
 *
 * ```ts doctest
 * import { programGrader } from "@guerdon/server/grader";
 * programGrader({ reward: "same", terms: { same: { use: "literal", trim: false, expected: "{{ item.answer }}" } }, total: "same" }).type // => "string_check"
 * ```
 */
export function programGrader({ reward, terms, total, credit }: ProgramSpec): Grader {
  if (credit !== undefined) throw notGrader("credit", "graders hand nothing out to steps");
  const graders = Object.fromEntries(Object.entries(terms).map(([name, term]) => [name, graderOf(name, term)]));
  const names = Object.keys(graders);
  const formula = formulaOf(total, names);
  const [only] = names;
  if (names.length === 1 && formula === only) return { ...(graders[only as string] as SingleGrader), name: reward };
  return { type: "multi", name: reward, graders, calculate_output: formula };
}

function formulaOf(total: string, names: readonly string[]): string {
  try {
    return readFormula(total, new Map(names.map((name) => [name, name])));
  } catch (error) {
    throw notGrader(
      "total",
      RewardError.is(error) ? `${error.message} ${error.hint ?? ""}`.trim() : "it cannot be read",
    );
  }
}

function graderOf(name: string, term: TermSpec): SingleGrader {
  if (typeof term === "string") throw notGrader(`terms.${name}`, "write the expression into the total");
  if (typeof term === "function" || !("use" in term) || typeof term.use !== "string") {
    throw notGrader(`terms.${name}`, "a function in TypeScript cannot be written as JSON");
  }
  const options = term as TermOptions;
  if (options.use === "python-grader") return pythonOf(name, options);
  const how = canonicalJson(Object.fromEntries(Object.entries(options).filter(([key]) => !FIELDS.includes(key))));
  const { text = "{{ sample.output_text }}", expected } = options;
  if (typeof text !== "string" || typeof expected !== "string") {
    throw notGrader(`terms.${name}`, "`text` and `expected` must be one template each");
  }
  const compared = { name, input: text, reference: expected };
  const operation = (["eq", "like", "ilike"] as const).find((each) => canonicalJson(CHECKS[each]) === how);
  if (operation !== undefined) return { type: "string_check", ...compared, operation };
  const metrics = Object.keys(METRICS) as (keyof typeof METRICS)[];
  const metric = metrics.find((each) => canonicalJson(METRICS[each]) === how);
  if (metric !== undefined) return { type: "text_similarity", ...compared, evaluation_metric: metric };
  throw notGrader(`terms.${name}`, `no grader does what \`${options.use}\` does with these options`);
}

function pythonOf(name: string, { use: _, source, ...more }: TermOptions): SingleGrader {
  const [other] = Object.keys(more);
  if (other !== undefined) throw notGrader(`terms.${name}.${other}`, "a Python grader has no such option");
  return { type: "python", name, source: String(source as Json) };
}

function notGrader(place: string, why: string): RewardError {
  return new RewardError(
    "GUERDON_GRADER",
    `Expected \`${place}\` to be what a grader can say, got what it cannot: ${why}.`,
    {
      hint: "Graders compare texts (literal with `trim: false`, contains, fuzzy, bleu, gleu, meteor, rouge), run Python and compute.",
      details: { path: place },
    },
  );
}
