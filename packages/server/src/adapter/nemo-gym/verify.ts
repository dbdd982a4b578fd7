import type { Json, Missing } from "@guerdon/core/signal";
import { z } from "zod";
import { publicMissing } from "../../protocol/index.ts";
import type { ScoreReply } from "../../service/reward-service.ts";
import type { ScoreRoute } from "../adapter.ts";
import { failureText, missingText } from "../mapping/failure-text.ts";
import { makeRollout } from "../mapping/make-rollout.ts";
import { requestSettings } from "../mapping/request-settings.ts";
import { rewardOf } from "../mapping/reward-of.ts";
import { termNumbers } from "../mapping/term-numbers.ts";
import {
  type CreateParams,
  completionOf,
  createParamsSchema,
  type ModelResponse,
  promptOf,
  responseSchema,
} from "./responses.ts";

interface Verify {
  readonly responses_create_params: CreateParams;
  readonly response: ModelResponse;
  readonly [field: string]: unknown;
}

const body: z.ZodType<Verify> = z.looseObject({
  responses_create_params: createParamsSchema,
  response: responseSchema,
}) as never;

const reply = z.looseObject({
  responses_create_params: z.looseObject({}),
  response: z.looseObject({}),
  reward: z.number(),
  reward_components: z.record(z.string(), z.number()),
  mask_sample: z.boolean(),
});

/**
 * `POST /verify`: the request is echoed with the reward, the terms under `reward_components`, and each of them at the top.
 *
 * What is nobody's wrong answer is 200 with `_ng_failure_class`, by which a collector puts the row among the failures.
 */
export const verify: ScoreRoute<Verify> = {
  method: "POST",
  path: "/verify",
  body,
  reply,
  toRequest: ({ responses_create_params: params, response, ...fields }, settings) => {
    const task = Object.entries(fields).filter(([name]) => !name.startsWith("_ng_"));
    const marks = Object.entries(fields).filter(([name]) => name.startsWith("_ng_"));
    return {
      ...requestSettings(settings),
      rollouts: [
        makeRollout({
          prompt: promptOf(params),
          completion: completionOf(response),
          item: Object.fromEntries(task) as Json,
          ...(marks.length === 0 ? {} : { meta: Object.fromEntries(marks) as Json }),
        }),
      ],
      protocol: "nemo-gym",
    };
  },
  toReply: (scored, given, settings) => {
    const reward = rewardOf(scored, 0, settings);
    const echoed = { ...given, ...componentsOf(scored, given) } as { [field: string]: Json };
    if ("value" in reward) return { status: 200, body: { ...echoed, reward: reward.value, mask_sample: false } };
    return { status: 200, body: { ...echoed, ...failureFields(reward.missing) } };
  },
  // Its client tries three times.
  toFailure: (error) => ({ status: 503, body: { detail: failureText(error) } }),
};

/** The terms, under one key set for all rows; a task field of a term's name stays the task's. */
function componentsOf(scored: ScoreReply, given: Verify): { readonly [field: string]: Json } {
  const reward_components = termNumbers(scored, 0);
  const top = Object.entries(reward_components).filter(([name]) => !Object.hasOwn(given, name) && name !== "reward");
  return { ...Object.fromEntries(top), reward_components };
}

function failureFields(missing: Missing): { readonly [field: string]: Json } {
  const reason = missingText(missing);
  const blame = missing.kind === "abstained" ? "abstained" : `${missing.blame}_failed`;
  return {
    reward: 0,
    mask_sample: true,
    failure_reason: reason,
    _ng_failure_class: blame,
    ...(missing.kind === "failed" && missing.blame === "judge"
      ? { _ng_failure_judge_error: publicMissing(missing).reason }
      : {}),
    ...(missing.kind === "failed" && missing.retryable ? {} : { _ng_failure_terminal: true }),
  };
}
