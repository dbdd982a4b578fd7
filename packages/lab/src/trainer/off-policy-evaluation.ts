import { streamKey } from "@guerdon/core/random";
import { type Environment, widthOf } from "../environment/environment.ts";
import type { Metrics } from "../experiment/run.ts";
import type { OffPolicyAgent } from "./off-policy-agent.ts";

export interface OffPolicyEvaluation {
  /** Of its own; as many copies as the agent has rows. */
  readonly environment: Environment;
  /** Updates between two evaluations; there is one after the last. */
  readonly every: number;
  /** Episodes of each copy. */
  readonly episodes: number;
}

/**
 * Plays whole episodes from fresh starts with the best actions the agent knows.
 *
 * The starts are those of the seed: the same at each evaluation, so that agents are compared on the same ones.
 *
 * @returns `evaluation.return`: mean return of the first `episodes` episodes of each copy
 */
export function evaluateAgent(
  agent: Pick<OffPolicyAgent, "act">,
  { environment, episodes }: Pick<OffPolicyEvaluation, "environment" | "episodes">,
  seed: number,
): Metrics {
  const { count, earned = environment.rewards } = environment;
  const actions = new Float64Array(count * widthOf(environment.action));
  const [returns, ended] = [new Float64Array(count), new Int32Array(count)];
  const key = streamKey(seed, "evaluation");
  environment.reset(key);
  let left = count;
  for (let step = 0; left > 0; step++) {
    agent.act(environment.observations, actions, { key, step }, false, environment.legal);
    environment.step(actions);
    for (let n = 0; n < count; n++) {
      if (ended[n] === episodes) continue;
      returns[n] = (returns[n] as number) + (earned[n] as number);
      if (environment.terminated[n] === 0 && environment.truncated[n] === 0) continue;
      ended[n] = (ended[n] as number) + 1;
      if (ended[n] === episodes) left--;
    }
  }
  return { "evaluation.return": returns.reduce((sum, value) => sum + value, 0) / (count * episodes) };
}
