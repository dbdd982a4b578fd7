import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonSchema } from "./json-schema.ts";
import { messagesSchema, nameSchema, rolloutSchema, type WireMessage, type WireRollout } from "./rollout-schema.ts";

/** What a score may say beside the total. */
export type Included = "terms" | "credit" | "advantage" | "evidence";

/** Rollouts by columns: entry i of each list is of rollout i. */
export interface WireColumns {
  readonly completion: readonly string[] | readonly (readonly WireMessage[])[];
  readonly prompt?: readonly string[] | readonly (readonly WireMessage[])[] | undefined;
  readonly item?: readonly Json[] | undefined;
  readonly group?: readonly string[] | undefined;
  readonly id?: readonly string[] | undefined;
}

/** Body of `POST /v1/score`. */
export interface WireScoreRequest {
  readonly program?: string | undefined;
  readonly run?: string | undefined;
  readonly step?: number | undefined;
  readonly key?: string | undefined;
  readonly deadlineMs?: number | undefined;
  readonly cohort?: { readonly size: number; readonly waitMs: number; readonly partial: "score" | "fail" } | undefined;
  readonly include?: readonly Included[] | undefined;
  readonly form?: "rows" | "columns" | undefined;
  readonly rollouts?: readonly WireRollout[] | undefined;
  readonly columns?: WireColumns | undefined;
}

const MAX_ROLLOUTS = 262_144;

const talks = z.union([z.array(z.string()), z.array(messagesSchema)]);

const columnsSchema: z.ZodType<WireColumns> = z
  .strictObject({
    completion: talks,
    prompt: talks.optional(),
    item: z.array(jsonSchema).optional(),
    group: z.array(nameSchema).optional(),
    id: z.array(nameSchema).optional(),
  })
  .refine(
    (columns) =>
      Object.values(columns).every((column) => column === undefined || column.length === columns.completion.length),
    "expected all columns to have the length of `completion`",
  ) as never;

const cohortSchema = z.strictObject({
  size: z.int().min(1).max(65_536).describe("Members of a group."),
  waitMs: z.number().min(0).max(600_000).default(60_000).describe("Longest wait for the missing ones."),
  partial: z.enum(["score", "fail"]).default("fail").describe("What becomes of a group that is not complete then."),
});

export const scoreRequestSchema: z.ZodType<WireScoreRequest> = z
  .strictObject({
    program: nameSchema.optional().describe("Name of a served program. Default: the run's, or the only one."),
    run: nameSchema
      .optional()
      .describe("Training run; it begins with its first scores and stays on their version of the program."),
    step: z
      .int()
      .min(0)
      .max(2 ** 52)
      .optional()
      .describe("Training step. Default: the run's open step."),
    key: nameSchema.optional().describe("Idempotency key, as the header `Idempotency-Key`. Default: the content."),
    deadlineMs: z.number().positive().max(3_600_000).optional().describe("Time for the answer."),
    cohort: cohortSchema.optional().describe("Members of a group come in requests of their own: wait for them."),
    include: z
      .array(z.enum(["terms", "credit", "advantage", "evidence"]))
      .optional()
      .describe("What to answer beside the total. Default: terms and advantage."),
    form: z.enum(["rows", "columns"]).optional().describe("Form of the answer. Default: that of the request."),
    rollouts: z.array(rolloutSchema).max(MAX_ROLLOUTS).optional(),
    columns: columnsSchema.optional().describe("The same by columns, which is quicker for many short ones."),
  })
  .refine(
    ({ rollouts, columns }) => (rollouts === undefined) !== (columns === undefined),
    "expected either `rollouts` or `columns`",
  ) as never;

const abstainedSchema = z.strictObject({ kind: z.literal("abstained"), reason: z.string() });
const failedSchema = z.strictObject({
  kind: z.literal("failed"),
  blame: z.enum(["candidate", "task", "sandbox", "judge", "engine"]),
  reason: z.string(),
  retryable: z.boolean(),
});

const missingSchema = z.discriminatedUnion("kind", [abstainedSchema, failedSchema]);
const outcomeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("scored"), value: z.number() }),
  abstainedSchema,
  failedSchema,
]);

const value = z.number().nullable();

const head = {
  id: z.string().describe("Of the batch; a retry with the same key, or within the same run and step, has the same."),
  program: z.string(),
  version: z.string().describe("Hash of the program."),
  run: z.string().optional(),
  step: z.int(),
  late: z.boolean().describe("The step had ended before: the scores do not enter the state."),
};

const rowSchema = z.strictObject({
  id: z.string(),
  group: z.string(),
  total: outcomeSchema,
  terms: z
    .record(z.string(), z.union([outcomeSchema, z.array(value)]))
    .optional()
    .describe("An outcome, or a value for each step or token, null where there is none."),
  credit: z.array(value).optional().describe("The total handed out to steps or tokens."),
  advantage: z.union([z.number(), z.array(z.number())]).optional(),
  evidence: z.record(z.string(), z.string()).optional().describe("What the score of a term rests on."),
});

const rowsReplySchema = z.strictObject({ ...head, form: z.literal("rows"), rollouts: z.array(rowSchema) });

const columnsReplySchema = z.strictObject({
  ...head,
  form: z.literal("columns"),
  total: z.array(value).describe("Null where there is no score; `missing` says why."),
  terms: z.record(z.string(), z.array(z.union([value, z.array(value)]))).optional(),
  credit: z.array(z.array(value)).optional(),
  advantage: z.array(z.union([z.number(), z.array(z.number())])).optional(),
  missing: z.record(z.string(), missingSchema).describe("By the number of the rollout: why its total is missing."),
  evidence: z
    .record(z.string(), z.record(z.string(), z.string()))
    .optional()
    .describe("By term and number of the rollout."),
});

/** Answer of `POST /v1/score`. */
export const scoreReplySchema: z.ZodType = z.discriminatedUnion("form", [rowsReplySchema, columnsReplySchema]);

/** A line of the streamed answer: one rollout, or why its group has no scores. */
export const scoreLineSchema: z.ZodType = z.union([
  z.strictObject({ index: z.int().describe("Number of the rollout in the request."), ...rowSchema.shape }),
  z.strictObject({ error: z.record(z.string(), z.unknown()), indices: z.array(z.int()) }),
]);
