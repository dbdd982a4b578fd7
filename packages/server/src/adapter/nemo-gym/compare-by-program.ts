import type { Json, Missing } from "@guerdon/core/signal";
import { z } from "zod";
import type { ScoreReply } from "../../service/reward-service.ts";
import type { ScoreRoute } from "../adapter.ts";
import { failureText, missingText } from "../mapping/failure-text.ts";
import { makeRollout, withDistinctIds } from "../mapping/make-rollout.ts";
import { jsonSchema, messageSchema, type WireMessage } from "../mapping/message-schema.ts";
import { requestSettings } from "../mapping/request-settings.ts";
import { rewardsOf } from "../mapping/reward-of.ts";
import { unitScore } from "../mapping/unit-score.ts";
import type { PairJudge } from "./compare-by-model.ts";
import {
  aggregateVerdicts,
  comparisonPairs,
  MIDPOINT,
  type Pair,
  type Strategy,
  type Verdict,
  verdictMetrics,
} from "./comparison-pairs.ts";
import { completionOf, type ModelResponse, responseSchema } from "./responses.ts";

/** How responses are compared. */
export interface Comparison {
  readonly strategy?: Strategy;
  /** A model that judges each pair. Default: the served program scores the group. */
  readonly judge?: PairJudge;
}

export const compareBody: z.ZodType<Compare> = z.looseObject({
  conversation_history: z.array(messageSchema),
  response_objs: z.array(responseSchema).min(2).max(1024),
  principle: z.string().nullish(),
}) as never;

export interface Compare {
  readonly conversation_history: readonly WireMessage[];
  readonly response_objs: readonly ModelResponse[];
  readonly principle?: string | null | undefined;
}

const comparison = z.strictObject({
  response_i: z.int(),
  response_j: z.int(),
  judge_idx: z.int(),
  score_1: z.number(),
  score_2: z.number(),
  ranking: z.number(),
});

export const compareReply: z.ZodType = z.strictObject({
  rewards: z.array(z.number()),
  comparison_results: z.array(comparison),
  metrics: z.record(z.string(), jsonSchema),
});

/**
 * `POST /compare`: the responses are one group that the served program scores. Each pair's scores are the totals put
 * from their range to 1 … 5, the ranking goes from 1 to 6 with their difference, and the rewards are the mean scores.
 */
export function compareByProgram(strategy: Strategy): ScoreRoute<Compare> {
  return {
    method: "POST",
    path: "/compare",
    body: compareBody,
    reply: compareReply,
    toRequest: ({ conversation_history: prompt, response_objs: responses, principle }, settings) => {
      const item: Json = principle == null ? {} : { principle };
      const rollouts = responses.map((response) => makeRollout({ prompt, completion: completionOf(response), item }));
      return {
        ...requestSettings({ ...settings, groupSize: responses.length }),
        rollouts: withDistinctIds(rollouts),
        protocol: "nemo-gym",
      };
    },
    toReply: (scored, { response_objs: { length } }, settings) => {
      const rewards = rewardsOf(scored, settings);
      if ("missing" in rewards) return unscored(rewards.missing);
      const range = rangeOf(rewards.values, scored);
      const scores = rewards.values.map((value) => 1 + SPAN * unitScore(value, range));
      const pairs = comparisonPairs(strategy, length);
      const verdicts = pairs.map(([i, j]) => verdictOf(scores[i] as number, scores[j] as number));
      return { status: 200, body: comparisonBody(length, pairs, verdicts) };
    },
    toFailure: (error) => ({ status: 503, body: { detail: failureText(error) } }),
  };
}

function unscored(missing: Missing): { status: number; body: Json } {
  return { status: 503, body: { detail: missingText(missing) } };
}

const SPAN = 4;
const [BEST, WORST] = [1, 6];

/** The range of the total; that of the group's own totals where it has no bound. */
function rangeOf(values: readonly number[], { program }: ScoreReply): { readonly min: number; readonly max: number } {
  const { min, max } = program.totalRange;
  if (Number.isFinite(min) && Number.isFinite(max)) return { min, max };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? { min: low - 1, max: high + 1 } : { min: low, max: high };
}

function verdictOf(score_1: number, score_2: number): Verdict {
  const ranking = MIDPOINT - ((score_1 - score_2) * (WORST - BEST)) / (2 * SPAN);
  return { score_1, score_2, ranking };
}

/** The answer's body: rewards, each comparison, and what they say together. */
export function comparisonBody(count: number, pairs: readonly Pair[], verdicts: readonly Verdict[]): Json {
  return {
    rewards: aggregateVerdicts(count, pairs, verdicts) as readonly number[],
    comparison_results: verdicts.map((verdict, k) => {
      const [i, j] = pairs[k] as Pair;
      return { response_i: i, response_j: j, judge_idx: 0, ...verdict };
    }),
    metrics: verdictMetrics(verdicts),
  };
}
