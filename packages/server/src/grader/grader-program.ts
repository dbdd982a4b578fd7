import { RewardError } from "@guerdon/core/error";
import type { ProgramSpec, TermSpec } from "@guerdon/core/program";
import type { Json } from "@guerdon/core/signal";
import type { MultiGrader, SimilarityMetric, SingleGrader } from "./grader.ts";
import { graderIssue } from "./grader-issue.ts";
import { graderSchema } from "./grader-schema.ts";
import { type GraderModels, modelTerm } from "./model-term.ts";
import { readFormula } from "./read-formula.ts";
import { sampleTemplate } from "./sample-template.ts";

/** A grader as a program, and the term each of its graders became. */
export interface GraderProgram {
  readonly spec: ProgramSpec;
  /** By term, in the order of the grader. */
  readonly terms: ReadonlyMap<string, SingleGrader>;
}

/**
 * The reward program of an OpenAI grader.
 *
 * @param models - who answers for `score_model` and `label_model`; without it these are an error
 * @throws RewardError GUERDON_GRADER for what is no grader, GUERDON_EXPRESSION for a formula that cannot be read
 *
 * ```ts doctest
 * import { graderProgram } from "@guerdon/server/grader";
 * graderProgram({ type: "string_check", name: "same", input: "{{ sample.output_text }}", reference: "{{ item.answer }}", operation: "eq" }).spec.total // => "same"
 * ```
 */
export function graderProgram(grader: unknown, models?: GraderModels): GraderProgram {
  const parsed = graderSchema.safeParse(grader);
  if (!parsed.success) {
    const { path, message } = graderIssue(parsed.error.issues);
    const place = path.join(".") || "type";
    throw new RewardError("GUERDON_GRADER", `Expected \`${place}\` to be valid, got: ${message}.`, {
      hint: "Graders have the types string_check, text_similarity, score_model, label_model, python and multi.",
      details: { path: place },
    });
  }
  return parsed.data.type === "multi" ? multiProgram(parsed.data, models) : singleProgram(parsed.data, models);
}

function singleProgram(grader: SingleGrader, models: GraderModels | undefined): GraderProgram {
  const name = termName(grader.name, new Set());
  return {
    spec: { reward: grader.name, terms: { [name]: termOf(grader, models) }, total: totalOf(grader, name) },
    terms: new Map([[name, grader]]),
  };
}

function multiProgram(grader: MultiGrader, models: GraderModels | undefined): GraderProgram {
  const terms = new Map<string, SingleGrader>();
  const variables = new Map<string, string>();
  for (const [keys, each] of gradersOf(grader)) {
    const term = termName(keys[0] as string, new Set(terms.keys()));
    terms.set(term, each);
    for (const key of keys) if (!variables.has(key)) variables.set(key, totalOf(each, term));
  }
  const specs: { [name: string]: TermSpec } = {};
  for (const [name, each] of terms) specs[name] = termOf(each, models);
  return {
    spec: { reward: grader.name, terms: specs, total: readFormula(grader.calculate_output, variables) },
    terms,
  };
}

/** Each grader with the names a formula may call it by: its key; in a list its name and `TYPE_score`. */
function gradersOf({ graders }: MultiGrader): readonly (readonly [readonly string[], SingleGrader])[] {
  if (Array.isArray(graders))
    return (graders as readonly SingleGrader[]).map((each) => [[each.name, `${each.type}_score`], each]);
  if ("type" in graders && typeof graders.type === "string") {
    const only = graders as SingleGrader;
    return [[[only.name, `${only.type}_score`], only]];
  }
  return Object.entries(graders as { [key: string]: SingleGrader }).map(([key, each]) => [[key], each]);
}

/** A name that a term may have, near the one given, and not taken. */
function termName(given: string, taken: ReadonlySet<string>): string {
  const plain = given.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d|$)/, "_");
  for (let n = 1; ; n++) {
    const name = n === 1 ? plain : `${plain}_${n}`;
    if (!taken.has(name)) return name;
  }
}

/** `ne` is one less the piece, which tells equality. */
function totalOf(grader: SingleGrader, term: string): string {
  const negated = grader.type === "string_check" && (grader.operation === "ne" || grader.operation === "neq");
  return negated ? `1 - ${term}` : term;
}

function termOf(grader: SingleGrader, models: GraderModels | undefined): TermSpec {
  switch (grader.type) {
    case "string_check":
      return { ...compared(grader), ...CHECKS[grader.operation] };
    case "text_similarity":
      if (grader.evaluation_metric === "cosine") throw noEmbedding();
      return { ...compared(grader), ...METRICS[grader.evaluation_metric] };
    case "python":
      return { use: "python-grader", source: grader.source };
    default:
      return modelTerm(grader, models);
  }
}

function compared({ input, reference }: { readonly input: string; readonly reference: string }): {
  readonly text: string;
  readonly expected: string;
} {
  return { text: sampleTemplate(input), expected: sampleTemplate(reference) };
}

type Use = { readonly use: string; readonly [option: string]: Json };

const EQUAL = { use: "literal", trim: false };
/** What each operation is to a program. */
export const CHECKS: { readonly [operation in "eq" | "ne" | "neq" | "like" | "ilike"]: Use } = {
  eq: EQUAL,
  ne: EQUAL,
  neq: EQUAL,
  like: { use: "contains" },
  ilike: { use: "contains", caseSensitive: false },
};

/** What each metric is to a program; `cosine` has no counterpart. */
export const METRICS: { readonly [metric in Exclude<SimilarityMetric, "cosine">]: Use } = {
  fuzzy_match: { use: "fuzzy", method: "weighted-ratio", process: true },
  bleu: { use: "bleu" },
  gleu: { use: "gleu" },
  meteor: { use: "meteor" },
  rouge_1: { use: "rouge", type: "rouge1" },
  rouge_2: { use: "rouge", type: "rouge2" },
  rouge_3: { use: "rouge", type: "rouge3" },
  rouge_4: { use: "rouge", type: "rouge4" },
  rouge_5: { use: "rouge", type: "rouge5" },
  rouge_l: { use: "rouge", type: "rougeL" },
};

function noEmbedding(): RewardError {
  return new RewardError("GUERDON_MODEL", "Expected a model of meanings for `cosine`, got none.", {
    hint: "Choose another `evaluation_metric`, or write a program that uses `embedding-similarity`.",
  });
}
