import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonSchema } from "./json-schema.ts";
import { nameSchema } from "./rollout-schema.ts";

/** Body of `POST /v1/advantages`. */
export interface WireAdvantageRequest {
  readonly program?: string | undefined;
  readonly advantage?: Json | undefined;
  readonly rewards: readonly (number | null)[];
  readonly groups?: readonly (string | number)[] | undefined;
  readonly terms?: { readonly [name: string]: readonly (number | null)[] } | undefined;
  readonly tokenCounts?: readonly number[] | undefined;
  readonly step?: number | undefined;
}

const MAX_TOKENS = 67_108_864;

export const advantageRequestSchema: z.ZodType<WireAdvantageRequest> = z
  .strictObject({
    program: nameSchema.optional().describe("A served program, whose advantage is used. Default: the only one."),
    advantage: jsonSchema
      .optional()
      .describe(
        "Instead of a program's: a name such as `grpo/trl`, a piece with `use` and options, or a list of them.",
      ),
    rewards: z.array(z.number().nullable()).max(1_048_576).describe("Null for a rollout without a reward."),
    groups: z
      .array(z.union([z.string(), z.int()]))
      .optional()
      .describe("Group of each. Default: all are one group."),
    terms: z
      .record(z.string().regex(/^[A-Za-z_]\w*$/u), z.array(z.number().nullable()))
      .optional()
      .describe("Values of terms, for advantages that read them."),
    tokenCounts: z.array(z.int().min(0).max(16_777_216)).optional().describe("Tokens of each rollout."),
    step: z.int().min(0).optional().describe("Training step, which schedules read."),
  })
  .refine(
    ({ rewards, groups = rewards, tokenCounts = rewards, terms = {} }) =>
      [groups, tokenCounts, ...Object.values(terms)].every((list) => list.length === rewards.length),
    "expected `groups`, `tokenCounts` and each of `terms` to have the length of `rewards`",
  )
  .refine(
    ({ tokenCounts = [] }) => tokenCounts.reduce((sum, count) => sum + count, 0) <= MAX_TOKENS,
    `expected at most ${MAX_TOKENS} tokens in all`,
  );

/** Answer of `POST /v1/advantages`. */
export const advantageReplySchema: z.ZodType = z.strictObject({
  advantage: z.string().describe("What made them."),
  advantages: z
    .array(z.union([z.number(), z.array(z.number())]))
    .describe("One a rollout, or one for each of its tokens."),
  deadGroups: z
    .array(z.strictObject({ group: z.string(), why: z.enum(["one member", "all equal", "all missing"]) }))
    .describe("Groups that teach nothing."),
});
