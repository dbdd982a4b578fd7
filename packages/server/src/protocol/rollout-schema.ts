import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonSchema } from "./json-schema.ts";

/** A chat message on the wire; more fields are kept. */
export interface WireMessage {
  readonly role: string;
  readonly content?: Json | undefined;
  readonly [field: string]: Json | undefined;
}

/** A rollout on the wire. */
export interface WireRollout {
  readonly id?: string | undefined;
  readonly group?: string | undefined;
  readonly item?: Json | undefined;
  readonly prompt?: string | readonly WireMessage[] | undefined;
  readonly completion?: string | readonly WireMessage[] | undefined;
  readonly steps?: readonly WireStep[] | undefined;
  readonly tokens?: readonly number[] | WireTokens | undefined;
  readonly meta?: Json | undefined;
}

export interface WireStep {
  readonly observation?: Json | undefined;
  readonly action?: Json | undefined;
  readonly reward?: number | undefined;
  readonly meta?: Json | undefined;
}

export interface WireTokens {
  readonly ids: readonly number[];
  readonly logprobs?: readonly number[] | undefined;
  readonly stepOf?: readonly number[] | undefined;
}

const MAX_NAME = 512;

export const nameSchema: z.ZodString = z.string().min(1).max(MAX_NAME);

export const messagesSchema: z.ZodType<readonly WireMessage[]> = z.array(
  z.looseObject({ role: z.string(), content: jsonSchema.optional() }),
) as never;

const talkSchema: z.ZodType<string | readonly WireMessage[]> = z.union([z.string(), messagesSchema]);

const index = z.int().min(0);

const tokensSchema = z
  .strictObject({ ids: z.array(index), logprobs: z.array(z.number()).optional(), stepOf: z.array(index).optional() })
  .refine(
    ({ ids, logprobs = ids, stepOf = ids }) => logprobs.length === ids.length && stepOf.length === ids.length,
    "expected `logprobs` and `stepOf` to have one entry for each of `ids`",
  );

/** One rollout: prompt, completion, dataset row, and what is known below them. */
export const rolloutSchema: z.ZodType<WireRollout> = z
  .strictObject({
    id: nameSchema.optional().describe("Default: the content."),
    group: nameSchema.optional().describe("Rollouts of one prompt share a group. Default: the content of the prompt."),
    item: jsonSchema.optional().describe("The dataset row, which programs read as `{{ item.* }}`."),
    prompt: talkSchema.optional(),
    completion: talkSchema.optional().describe("What the policy wrote."),
    steps: z
      .array(
        z.strictObject({
          observation: jsonSchema.optional(),
          action: jsonSchema.optional(),
          reward: z.number().optional(),
          meta: jsonSchema.optional(),
        }),
      )
      .optional(),
    tokens: z.union([z.array(index), tokensSchema]).optional(),
    meta: jsonSchema.optional(),
  })
  .refine(
    ({ completion, steps, tokens }) => completion !== undefined || steps !== undefined || tokens !== undefined,
    "expected a `completion`, `steps` or `tokens`",
  );
