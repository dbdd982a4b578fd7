import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { Adapter, FieldMapping, ScoreRoute } from "../adapter.ts";
import { answerItem } from "../mapping/answer-item.ts";
import { failureText, missingText } from "../mapping/failure-text.ts";
import { makeRollout } from "../mapping/make-rollout.ts";
import { jsonSchema, messageSchema, type WireMessage } from "../mapping/message-schema.ts";
import { requestSettings } from "../mapping/request-settings.ts";
import { rewardOf } from "../mapping/reward-of.ts";
import { termNumbers } from "../mapping/term-numbers.ts";

const DEADLINE_MS = 110_000; // the client waits 120 s

interface RemoteReward {
  readonly prompt: string | readonly WireMessage[];
  readonly response: string;
  readonly label?: Json | undefined;
}

const body: z.ZodType<RemoteReward> = z.looseObject({
  prompt: z.union([z.string(), z.array(messageSchema)]),
  response: z.string(),
  label: jsonSchema.optional(),
}) as never;

const MAPPING: readonly FieldMapping[] = [
  { wire: "prompt", rollout: "prompt: a text is one message of the user; group: by its content" },
  { wire: "response", rollout: "completion: one message of the assistant" },
  { wire: "label", rollout: "item.answer, item.label, item.ground_truth; the fields of an object besides" },
  { wire: "(the answer itself)", rollout: "total; with `rewardKey` an object with it and the terms" },
];

const remoteReward: ScoreRoute<RemoteReward> = {
  method: "POST",
  path: "/rm",
  body,
  reply: z.union([z.number(), z.record(z.string(), z.number())]),
  toRequest: ({ prompt, response, label }, settings) => ({
    ...requestSettings(settings),
    rollouts: [makeRollout({ prompt, completion: response, item: answerItem(label) })],
    protocol: "slime",
    deadlineMs: DEADLINE_MS,
    retriesFailures: true,
  }),
  toReply: (scored, _, settings) => {
    const reward = rewardOf(scored, 0, settings);
    if ("missing" in reward) return { status: 503, body: { detail: missingText(reward.missing) } };
    const { rewardKey } = settings;
    if (rewardKey === undefined) return { status: 200, body: reward.value };
    return { status: 200, body: { ...termNumbers(scored, 0), [rewardKey]: reward.value } };
  },
  // Its client tries ten times, then ends the rollout with an error.
  toFailure: (error) => ({ status: 503, body: { detail: failureText(error) } }),
};

/** slime's and miles' `remote_rm`: one sample a request, and the JSON of the answer is the reward. */
export const slime: Adapter = {
  name: "slime",
  scores: [remoteReward],
  plain: [],
  mapping: MAPPING,
  toInvalid: ({ status, message }) => ({ status, body: { detail: message } }),
};
