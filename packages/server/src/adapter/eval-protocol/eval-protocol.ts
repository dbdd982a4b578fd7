import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { ScoreRequest } from "../../service/reward-service.ts";
import type { Adapter, AdapterSettings, FieldMapping, PlainCall, PlainRoute, ScoreRoute } from "../adapter.ts";
import { ANSWER_NAMES } from "../mapping/answer-item.ts";
import { failureText } from "../mapping/failure-text.ts";
import { makeRollout } from "../mapping/make-rollout.ts";
import { jsonSchema, messageSchema, type WireMessage } from "../mapping/message-schema.ts";
import { requestSettings } from "../mapping/request-settings.ts";
import { splitConversation } from "../mapping/split-conversation.ts";
import { validationDetail } from "../mapping/validation-detail.ts";
import { evaluateResult, evaluateResultSchema, failedResult } from "./evaluate-result.ts";
import { type RemoteRollouts, remoteRolloutRoutes } from "./remote-rollouts.ts";

const DEADLINE_MS = 14_000; // the client waits 15 to 30 s

interface RewardBody {
  readonly messages: readonly WireMessage[];
  readonly ground_truth?: Json | undefined;
  readonly [kwarg: string]: unknown;
}

interface EvaluateBody {
  readonly messages: readonly WireMessage[];
  readonly ground_truth?: string | null | undefined;
  readonly kwargs?: { readonly [name: string]: Json } | null | undefined;
}

const messages = z.array(messageSchema).min(1).max(10_000);
const groundTruth = z.union([z.string(), z.array(messageSchema)]).nullish();
const rewardBody: z.ZodType<RewardBody> = z.looseObject({ messages, ground_truth: groundTruth }) as never;
const evaluateBody: z.ZodType<EvaluateBody> = z.object({
  messages,
  ground_truth: z.string().nullish(),
  kwargs: z.record(z.string(), jsonSchema).nullish(),
}) as never;

const MAPPING: readonly FieldMapping[] = [
  { wire: "messages", rollout: "prompt up to the last message that asks, completion from there" },
  {
    wire: "ground_truth",
    rollout: "item.answer, item.label, item.ground_truth; without it item.ground_truth is the prompt",
  },
  { wire: "(other keys), kwargs", rollout: "item" },
  { wire: "score", rollout: "total; 0 and not valid where there is none" },
  { wire: "metrics.TERM.score", rollout: "the term, put from its range to 0 … 1" },
  { wire: "reason", rollout: "evidence of the terms" },
  { wire: "step_outputs", rollout: "credit of the steps" },
  { wire: "error", rollout: "why there is no total" },
];

function toRequest(
  conversation: readonly WireMessage[],
  reference: Json | undefined,
  kwargs: { readonly [name: string]: Json },
  settings: AdapterSettings,
): ScoreRequest {
  const split = splitConversation(conversation);
  const truth: { [name: string]: Json } =
    reference === undefined || reference === null
      ? { ground_truth: conversation.slice(0, -1) as unknown as Json }
      : Object.fromEntries(ANSWER_NAMES.map((name) => [name, reference]));
  return {
    ...requestSettings(settings),
    rollouts: [makeRollout({ ...split, item: { ...kwargs, ...truth } })],
    protocol: "eval-protocol",
    deadlineMs: DEADLINE_MS,
  };
}

const common: Pick<ScoreRoute<unknown>, "method" | "reply" | "toReply" | "toFailure"> = {
  method: "POST",
  reply: evaluateResultSchema,
  toReply: (scored, _, settings) => ({ status: 200, body: evaluateResult(scored, settings) }),
  toFailure: (error) => ({ status: 200, body: failedResult(failureText(error)) }),
};

const reward: ScoreRoute<RewardBody> = {
  ...common,
  path: "/reward",
  body: rewardBody,
  toRequest: ({ messages: conversation, ground_truth, ...kwargs }, settings) =>
    toRequest(conversation, ground_truth, kwargs as { [name: string]: Json }, settings),
};

const evaluate: ScoreRoute<EvaluateBody> = {
  ...common,
  path: "/evaluate",
  body: evaluateBody,
  toRequest: ({ messages: conversation, ground_truth, kwargs }, settings) =>
    toRequest(conversation, ground_truth, kwargs ?? {}, settings),
};

const health: PlainRoute<unknown> = {
  method: "GET",
  path: "/health",
  reply: z.union([
    z.strictObject({ status: z.literal("ok"), reward_function: z.string() }),
    z.strictObject({ status: z.literal("error"), reason: z.string() }),
  ]),
  answer: (_, call) => {
    const name = servedName(call);
    if (name === undefined) return { status: 200, body: { status: "error", reason: "No program is served." } };
    return { status: 200, body: { status: "ok", reward_function: name } };
  },
};

const root: PlainRoute<unknown> = {
  method: "GET",
  path: "/",
  reply: z.strictObject({
    status: z.literal("ok"),
    reward_function: z.string().nullable(),
    endpoints: z.array(z.string()),
  }),
  answer: (_, call) => ({
    status: 200,
    body: { status: "ok", reward_function: servedName(call) ?? null, endpoints: ["/reward"] },
  }),
};

function servedName({ service, settings }: PlainCall): string | undefined {
  return settings.program ?? service.programs.keys().next().value;
}

/**
 * eval-protocol's servers: `/reward`, `/evaluate`, and `/init` with `/status` for rollouts it wants run elsewhere.
 *
 * @param rollouts - whose models may be called for `/init`; without it both routes answer 404, "not implemented"
 */
export function evalProtocol(rollouts?: RemoteRollouts): Adapter {
  return {
    name: "eval-protocol",
    scores: [reward, evaluate],
    plain: [root, health, ...remoteRolloutRoutes(rollouts)],
    mapping: MAPPING,
    toInvalid: validationDetail,
  };
}
