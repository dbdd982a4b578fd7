import type { Missing } from "@guerdon/core/signal";
import type { ScoreReply } from "../../service/reward-service.ts";
import type { AdapterSettings } from "../adapter.ts";
import { outcomeOf } from "./outcome-of.ts";

/** The number a protocol may send for a rollout, or why there is none. */
export type Reward = { readonly value: number } | { readonly missing: Missing };

/**
 * The reward of one rollout of a reply.
 *
 * A failure of the candidate's own is a low number (`candidateFailureReward`, else the lower end of the total's range,
 * else 0). An abstention is a number where the settings name one. Any other failure never is.
 */
export function rewardOf(reply: ScoreReply, index: number, settings: AdapterSettings): Reward {
  const outcome = outcomeOf(reply.columns.total, reply.batch.layout, reply.places[index] as number);
  if (outcome.kind === "scored") return { value: outcome.value };
  if (outcome.kind === "abstained") {
    return settings.abstainedReward === undefined ? { missing: outcome } : { value: settings.abstainedReward };
  }
  if (outcome.blame !== "candidate") return { missing: outcome };
  const { min } = reply.program.totalRange;
  return { value: settings.candidateFailureReward ?? (Number.isFinite(min) ? min : 0) };
}

/** The rewards of all rollouts of a reply, or the first reason why one has none. */
export function rewardsOf(
  reply: ScoreReply,
  settings: AdapterSettings,
): { readonly values: readonly number[] } | { readonly missing: Missing } {
  const values: number[] = [];
  for (let i = 0; i < reply.places.length; i++) {
    const reward = rewardOf(reply, i, settings);
    if ("missing" in reward) return reward;
    values.push(reward.value);
  }
  return { values };
}
