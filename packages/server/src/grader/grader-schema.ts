import { z } from "zod";
import type { Grader, SimilarityMetric } from "./grader.ts";

const name = z.string().min(1).max(256);
const text = z.string().max(262_144);

const part = z.union([
  z.string(),
  z.looseObject({ type: z.enum(["input_text", "output_text"]), text }),
  z.looseObject({
    type: z.literal("input_image"),
    image_url: z.string().optional(),
    detail: z.enum(["high", "low", "auto"]).optional(),
  }),
  z.looseObject({
    type: z.literal("input_audio"),
    input_audio: z.object({ data: z.string(), format: z.enum(["mp3", "wav"]) }),
  }),
]);

/** A message of a model grader, with templates in its texts. */
const evalItem = z.looseObject({
  role: z.enum(["user", "assistant", "system", "developer"]),
  content: z.union([part, z.array(part)]),
  type: z.literal("message").optional(),
});

const stringCheck = z.strictObject({
  type: z.literal("string_check"),
  name,
  input: text,
  reference: text,
  operation: z.enum(["eq", "ne", "neq", "like", "ilike"]),
});

const SIMILARITY_METRICS: readonly [SimilarityMetric, ...SimilarityMetric[]] = [
  "cosine",
  "fuzzy_match",
  "bleu",
  "gleu",
  "meteor",
  "rouge_1",
  "rouge_2",
  "rouge_3",
  "rouge_4",
  "rouge_5",
  "rouge_l",
];

const textSimilarity = z.strictObject({
  type: z.literal("text_similarity"),
  name,
  input: text,
  reference: text,
  evaluation_metric: z.enum(SIMILARITY_METRICS),
  /** Evals alone: a value below it is a failure there. */
  pass_threshold: z.number().optional(),
});

const sampling = z.strictObject({
  seed: z.int().nullish(),
  top_p: z.number().nullish(),
  temperature: z.number().nullish(),
  max_completions_tokens: z.int().min(1).nullish(),
  reasoning_effort: z.string().nullish(),
});

const scoreModel = z.strictObject({
  type: z.literal("score_model"),
  name,
  model: z.string().min(1),
  input: z.array(evalItem).min(1),
  range: z.tuple([z.number(), z.number()]).optional(),
  sampling_params: sampling.optional(),
});

const labelModel = z
  .strictObject({
    type: z.literal("label_model"),
    name,
    model: z.string().min(1),
    input: z.array(evalItem).min(1),
    labels: z.array(z.string().min(1)).min(1),
    passing_labels: z.array(z.string().min(1)).min(1),
  })
  .refine(({ labels, passing_labels }) => passing_labels.every((label) => labels.includes(label)), {
    message: "every passing label is one of the labels",
    path: ["passing_labels"],
  });

const python = z.strictObject({
  type: z.literal("python"),
  name,
  source: z.string().min(1),
  image_tag: z.string().nullish(),
});

const single = z.discriminatedUnion("type", [stringCheck, textSimilarity, scoreModel, labelModel, python]);

const multi = z.strictObject({
  type: z.literal("multi"),
  name,
  /** A map by variable; a list, whose variables are `TYPE_score` and names; or one grader. */
  graders: z.union([single, z.array(single).min(1).max(64), z.record(z.string().min(1), single)]),
  calculate_output: z.string().min(1).max(65_536),
});

export const graderSchema: z.ZodType<Grader> = z.discriminatedUnion("type", [
  stringCheck,
  textSimilarity,
  scoreModel,
  labelModel,
  python,
  multi,
]) as never;

const TYPES: readonly unknown[] = ["string_check", "text_similarity", "score_model", "label_model", "python", "multi"];

/**
 * Tells whether a value is meant as a grader: an object with the `type` of one, and no `reward` of a program.
 *
 * ```ts doctest
 * import { isGrader } from "@guerdon/server/grader";
 * [isGrader({ type: "multi" }), isGrader({ reward: "math", terms: {} })] // => [true, false]
 * ```
 */
export function isGrader(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Object.hasOwn(value, "reward")) return false;
  return TYPES.includes((value as { readonly type?: unknown }).type);
}
