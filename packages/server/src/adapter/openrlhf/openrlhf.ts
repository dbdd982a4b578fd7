import type { Json, Rollout } from "@guerdon/core/signal";
import { z } from "zod";
import type { Adapter, FieldMapping, ScoreRoute, WireReply } from "../adapter.ts";
import { answerItem } from "../mapping/answer-item.ts";
import { failureText, missingText } from "../mapping/failure-text.ts";
import { makeRollout, withDistinctIds } from "../mapping/make-rollout.ts";
import { jsonSchema } from "../mapping/message-schema.ts";
import { requestSettings } from "../mapping/request-settings.ts";
import { rewardsOf } from "../mapping/reward-of.ts";
import { termColumns } from "../mapping/term-numbers.ts";
import { splitQuery } from "./split-query.ts";

const DEADLINE_MS = 170_000; // the client waits 180 s

interface GetReward {
  readonly query: readonly string[];
  readonly prompts?: readonly string[] | null | undefined;
  readonly labels?: readonly Json[] | null | undefined;
}

const body: z.ZodType<GetReward> = z
  .looseObject({
    query: z.array(z.string()).max(65_536),
    prompts: z.array(z.string()).nullish(),
    labels: z.array(jsonSchema).nullish(),
  })
  .refine(sameLength, "expected `query`, `prompts` and `labels` to be lists of one length") as never;

const numbers = z.array(z.number());
const reply = z.strictObject({
  rewards: numbers,
  scores: numbers.optional(),
  extra_logs: z.record(z.string(), numbers),
});

function sameLength({ query, prompts, labels }: GetReward): boolean {
  return [prompts, labels].every((list) => list == null || list.length === 0 || list.length === query.length);
}

const MAPPING: readonly FieldMapping[] = [
  { wire: "prompts[i]", rollout: "prompt: one message of the user; group: by its content" },
  { wire: "query[i]", rollout: "completion: what follows the prompt, end-of-turn tokens left out" },
  { wire: "labels[i]", rollout: "item.answer, item.label, item.ground_truth; the fields of an object besides" },
  { wire: "rewards[i]", rollout: "total" },
  { wire: "scores[i]", rollout: "total, put from its range to 0 … 1; left out where the range has no bound" },
  { wire: "extra_logs.TERM[i], extra_logs.TERM_present[i]", rollout: "each term, and whether it is there" },
];

const getReward: ScoreRoute<GetReward> = {
  method: "POST",
  path: "/get_reward",
  body,
  reply,
  toRequest: (given, settings) => ({
    ...requestSettings(settings),
    rollouts: withDistinctIds(given.query.map((_, i) => toRollout(given, i))),
    protocol: "openrlhf",
    deadlineMs: DEADLINE_MS,
    retriesFailures: true,
  }),
  toReply: (scored, _, settings) => {
    const rewards = rewardsOf(scored, settings);
    if ("missing" in rewards) return failure(503, missingText(rewards.missing));
    const scores = unitScores(rewards.values, scored.program.totalRange);
    return {
      status: 200,
      body: {
        rewards: rewards.values,
        ...(scores === undefined ? {} : { scores }),
        extra_logs: scored.places.length === 0 ? {} : termColumns(scored),
      },
    };
  },
  // Its client tries five times, a second apart, whatever the status above 299.
  toFailure: (error) => failure(503, failureText(error)),
};

function toRollout({ query, prompts, labels }: GetReward, i: number): Rollout {
  const prompt = prompts?.[i] ?? "";
  return makeRollout({
    prompt,
    completion: splitQuery(query[i] as string, prompt),
    item: answerItem(labels?.[i]),
  });
}

function unitScores(values: readonly number[], { min, max }: { min: number; max: number }): number[] | undefined {
  if (min >= 0 && max <= 1) return [...values];
  if (!Number.isFinite(min) || !Number.isFinite(max) || max <= min) return undefined;
  return values.map((value) => Math.min(1, Math.max(0, (value - min) / (max - min))));
}

function failure(status: number, detail: string): WireReply {
  return { status, body: { detail } };
}

/** OpenRLHF's remote reward model: `POST /get_reward`, one or many samples. */
export const openrlhf: Adapter = {
  name: "openrlhf",
  scores: [getReward],
  plain: [],
  mapping: MAPPING,
  toInvalid: ({ status, message }) => failure(status, message),
};
