import { z } from "zod";
import type { Json } from "../signal/json.ts";
import { type FunctionTerm, isFunctionTerm, type TermFunction } from "./function-term.ts";

const expression = z.string().min(1);

type TermKey = "use" | "when" | "range" | "protects" | "deadlineMs";

/** The keys every term of a program may have besides the options, fields and inputs of its piece. */
export const TERM_KEYS: { readonly [key in TermKey]: z.ZodType } = {
  use: z.string().min(1).describe("Name of a piece or preset, e.g. `format`."),
  when: expression
    .optional()
    .describe("Runs the piece only on rollouts for which this expression over terms is positive."),
  range: z.tuple([z.number(), z.number()]).optional().describe("Smallest and largest value of the term."),
  protects: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe("Terms that this one must never outweigh in `total`."),
  deadlineMs: z.number().positive().optional().describe("Wall-clock limit of the whole term, in milliseconds."),
};

const termSchema: z.ZodType<{ use: string; [key: string]: unknown }> = z.looseObject(TERM_KEYS) as never;

export const advantageSchema: z.ZodType<{ use: string; over?: string[] | undefined; [key: string]: unknown }> =
  z.looseObject({
    use: z.string().min(1).describe("Name of an advantage or preset, e.g. `grpo/trl`."),
    over: z.array(z.string()).optional().describe("Terms that a decoupled advantage normalises one by one."),
  });

/** A reward program as it stands in a file. */
export const programSchema: z.ZodType<ProgramSpec> = z.strictObject({
  $schema: z.string().optional(),
  reward: z.string().min(1).describe("Name of the reward."),
  description: z.string().optional(),
  terms: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/u, "a term's name is letters, digits and `_`, and starts with no digit"),
      z.union(
        [
          expression,
          termSchema,
          z.custom<FunctionTerm>(isFunctionTerm),
          z.custom<TermFunction>((v) => typeof v === "function"),
        ],
        "expected an expression, a piece (`use: …`) or a function",
      ),
    )
    .describe("Named terms: a piece applied to fields and other terms, or an expression over terms."),
  total: expression.describe("The reward: an expression over terms."),
  credit: z
    .union([expression, termSchema], "expected an expression or a piece (`use: …`)")
    .optional()
    .describe("Hands the total out to steps or tokens: a credit, or an expression over terms and `total`."),
  advantage: z
    .union(
      [z.string(), advantageSchema, z.array(z.union([z.string(), advantageSchema])).min(1)],
      "expected the name of an advantage, one with options, or a list of those",
    )
    .optional(),
}) as unknown as z.ZodType<ProgramSpec>;

export interface TermOptions {
  readonly use: string;
  readonly when?: string;
  readonly range?: readonly [number, number];
  readonly protects?: string | readonly string[];
  readonly deadlineMs?: number;
  readonly [option: string]: Json | undefined;
}

export type TermSpec = string | TermOptions | FunctionTerm | TermFunction;

export interface ProgramSpec {
  readonly $schema?: string;
  readonly reward: string;
  readonly description?: string;
  readonly terms: { readonly [name: string]: TermSpec };
  readonly total: string;
  /** Hands the total out to steps or tokens; an input `of` that is not given is the total. */
  readonly credit?: string | TermOptions;
  /** One advantage, or a list of which each further one refines what the one before it made. */
  readonly advantage?: string | AdvantageOptions | readonly (string | AdvantageOptions)[];
}

export interface AdvantageOptions {
  readonly use: string;
  readonly over?: readonly string[];
  readonly [option: string]: Json | undefined;
}

/**
 * Types a reward program written in TypeScript; the value is returned as it is.
 *
 * ```ts doctest
 * import { defineReward } from "@guerdon/core/program";
 * defineReward({ reward: "short", terms: { length: { use: "length" } }, total: "-length" }).total // => "-length"
 * ```
 */
export function defineReward(spec: ProgramSpec): ProgramSpec {
  return spec;
}
