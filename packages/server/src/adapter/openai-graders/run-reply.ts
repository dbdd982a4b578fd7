import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { type Grader, graderSchema } from "../../grader/index.ts";
import { jsonSchema } from "../mapping/message-schema.ts";

const anyObject = z.record(z.string(), jsonSchema);

export interface RunBody {
  readonly grader: { readonly [field: string]: Json };
  readonly model_sample: string;
  readonly item?: { readonly [field: string]: Json } | null | undefined;
}

export const runBody: z.ZodType<RunBody> = z.looseObject({
  grader: anyObject,
  model_sample: z.string().max(4 * 2 ** 20),
  item: anyObject.nullish(),
}) as never;

export type ValidateBody = Pick<RunBody, "grader">;

export const validateBody: z.ZodType<ValidateBody> = z.looseObject({ grader: anyObject }) as never;

export const validateReply: z.ZodType<{ readonly grader: Grader }> = z.strictObject({ grader: graderSchema });

const flag = z.boolean();

type Flag =
  | "formula_parse_error"
  | "sample_parse_error"
  | "truncated_observation_error"
  | "unresponsive_reward_error"
  | "invalid_variable_error"
  | "other_error"
  | "python_grader_server_error"
  | "python_grader_runtime_error"
  | "model_grader_server_error"
  | "model_grader_refusal_error"
  | "model_grader_parse_error";

type Detail =
  | "python_grader_server_error_type"
  | "python_grader_runtime_error_details"
  | "model_grader_server_error_details";

/** What went wrong, in the API's flags. */
export type RunErrors = { readonly [flag in Flag]: boolean } & { readonly [detail in Detail]: string | null };

const runErrors: z.ZodType<RunErrors> = z.strictObject({
  formula_parse_error: flag,
  sample_parse_error: flag,
  truncated_observation_error: flag,
  unresponsive_reward_error: flag,
  invalid_variable_error: flag,
  other_error: flag,
  python_grader_server_error: flag,
  python_grader_server_error_type: z.string().nullable(),
  python_grader_runtime_error: flag,
  python_grader_runtime_error_details: z.string().nullable(),
  model_grader_server_error: flag,
  model_grader_refusal_error: flag,
  model_grader_parse_error: flag,
  model_grader_server_error_details: z.string().nullable(),
});

export const NO_ERRORS: RunErrors = {
  formula_parse_error: false,
  sample_parse_error: false,
  truncated_observation_error: false,
  unresponsive_reward_error: false,
  invalid_variable_error: false,
  other_error: false,
  python_grader_server_error: false,
  python_grader_server_error_type: null,
  python_grader_runtime_error: false,
  python_grader_runtime_error_details: null,
  model_grader_server_error: false,
  model_grader_refusal_error: false,
  model_grader_parse_error: false,
  model_grader_server_error_details: null,
};

interface Numbers {
  readonly [name: string]: number;
}

/** The whole answer of `run`; every key is always there. */
export interface RunReply {
  readonly reward: number;
  readonly metadata: {
    readonly name: string;
    readonly type: string;
    /** In seconds. */
    readonly execution_time: number;
    readonly scores: Numbers;
    readonly token_usage: number | null;
    readonly sampled_model_name: string | null;
    readonly errors: RunErrors;
  };
  readonly sub_rewards: Numbers;
  readonly model_grader_token_usage_per_model: Numbers;
}

export const runReply: z.ZodType<RunReply> = z.strictObject({
  reward: z.number(),
  metadata: z.strictObject({
    name: z.string(),
    type: z.string(),
    execution_time: z.number(),
    scores: z.record(z.string(), z.number()),
    token_usage: z.int().nullable(),
    sampled_model_name: z.string().nullable(),
    errors: runErrors,
  }),
  sub_rewards: z.record(z.string(), z.number()),
  model_grader_token_usage_per_model: z.record(z.string(), z.int()),
});
