import type { Json } from "@guerdon/core/signal";

/** The reward of the environment itself, discounted, with generalised advantages. */
export function environmentReward(gamma: number, lambda: number): Json {
  return {
    reward: "environment",
    terms: {
      reward: { use: "world-signal" },
      values: { use: "world-signal" },
      bootstrap: { use: "world-signal", level: "rollout" },
      return: { use: "reduce", of: "reward", by: "sum" },
    },
    total: "return",
    credit: "reward",
    advantage: {
      use: "gae",
      level: "step",
      rewards: "credit",
      credit: "credit",
      gamma,
      lambda,
      values: "values",
      bootstrap: "bootstrap",
    },
  };
}
