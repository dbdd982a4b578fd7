import { z } from "zod";
import { nameSchema } from "./rollout-schema.ts";

/** Body of `POST /v1/runs/{id}/step`. */
export interface WireStepRequest {
  readonly step: number;
}

export const stepRequestSchema: z.ZodType<WireStepRequest> = z.strictObject({
  step: z
    .int()
    .min(0)
    .max(2 ** 52)
    .describe("The step that ends, and the open ones below it."),
});

export const stepReplySchema: z.ZodType = z.strictObject({
  step: z.int(),
  moved: z.boolean().describe("False when the step had ended before."),
});

export const runSchema: z.ZodType = z.strictObject({
  run: nameSchema,
  program: z.string(),
  version: z.string(),
  step: z.int().describe("The open step."),
  batches: z.int(),
  rollouts: z.int(),
  late: z.int().describe("Batches that came after their step had ended."),
  createdAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
});

export const runsReplySchema: z.ZodType = z.strictObject({ runs: z.array(runSchema) });

const rangeSchema = z
  .tuple([z.number().nullable(), z.number().nullable()])
  .describe("Smallest and largest value; null for none.");

export const programsReplySchema: z.ZodType = z.strictObject({
  programs: z.array(
    z.strictObject({
      program: z.string(),
      version: z.string(),
      terms: z.array(z.strictObject({ name: z.string(), level: z.string(), range: rangeSchema })),
      total: rangeSchema,
      advantage: z.string(),
      stale: z.boolean().describe("Its file has changed and does not compile; this is the last version that did."),
    }),
  ),
});

export const reloadReplySchema: z.ZodType = z.strictObject({
  changed: z.int().describe("Programs that have a new version."),
  stale: z.array(z.string()).describe("Programs whose file does not compile; their old version goes on."),
});

/** An error on the wire: problem+json (RFC 9457). */
export const problemSchema: z.ZodType = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  hint: z.string().optional(),
  cause: z.string().describe("Under which the log of the server has the whole error."),
  retryAfterSeconds: z.number().optional(),
  issues: z
    .array(z.strictObject({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }))
    .optional()
    .describe("Each place of the body that is wrong."),
});
