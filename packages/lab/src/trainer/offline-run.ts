import { streamKey } from "@guerdon/core/random";
import type { Transitions } from "../dataset/index.ts";
import type { Space } from "../environment/environment.ts";
import type { Metrics, Run } from "../experiment/run.ts";
import type { MakeAgent, OffPolicyAgent } from "./off-policy-agent.ts";
import { evaluateAgent, type OffPolicyEvaluation } from "./off-policy-evaluation.ts";
import { createOffPolicyMetrics } from "./off-policy-metrics.ts";
import { createOfflineMemory } from "./offline-memory.ts";
import { createReplayBatch } from "./replay-memory.ts";
import { restoreArrays, saveArrays } from "./save-arrays.ts";

/** What a run on a fixed set of transitions is made of; the agent makes the method. */
export interface OfflineSettings {
  readonly transitions: Transitions;
  /** Actions of the environment the transitions are of. */
  readonly action: Space;
  readonly agent: MakeAgent;
  readonly discount: number;
  /** n of n-step returns; infinite for returns to the end of each episode. Default 1. */
  readonly horizon?: number;
  /** B */
  readonly batch: number;
  /** Steps of learning in an update. */
  readonly steps: number;
  readonly updates: number;
  /** How good the agent is in the real environment. */
  readonly evaluation?: OffPolicyEvaluation;
}

/** An offline run with its agent at hand. */
export interface OfflineRun extends Run {
  readonly agent: OffPolicyAgent;
}

/**
 * Learning from transitions somebody else made: draw batches and learn from them; the environment only judges.
 *
 * Metrics of an update: `learnt` steps so far, what the agent measured as means over its steps, and
 * `evaluation.return` when it is due. The transitions are not part of the state.
 */
export async function startOfflineRun(settings: OfflineSettings, seed: number): Promise<OfflineRun> {
  const { transitions, action, discount, horizon, batch: size, steps, updates, evaluation } = settings;
  const { observationWidth, actionWidth } = transitions;
  const rows = evaluation?.environment.count ?? 1;
  const agent = await settings.agent({ observationWidth, action, rows, batch: size }, seed);
  const memory = createOfflineMemory(transitions, discount, horizon);
  const batch = createReplayBatch(size, observationWidth, actionWidth);
  const means = createOffPolicyMetrics();
  const [replay, learning] = [streamKey(seed, "replay"), streamKey(seed, "learning")];
  let learnt = 0;
  const update = (): Metrics => {
    means.begin();
    for (let k = 0; k < steps; k++, learnt++) {
      memory.draw(batch, replay, learnt);
      means.add(agent.learn(batch, { key: learning, step: learnt }));
    }
    const done = learnt / steps;
    const isDue = evaluation !== undefined && (done % evaluation.every === 0 || done === updates);
    return { learnt, ...means.read(), ...(isDue ? evaluateAgent(agent, evaluation, seed) : {}) };
  };
  return {
    end: updates,
    agent,
    get updates() {
      return learnt / steps;
    },
    update: async () => update(),
    save: () => ({ json: { learnt }, arrays: saveArrays("agent", agent.save()) }),
    restore: ({ json, arrays }) => {
      learnt = (json as { learnt: number }).learnt;
      agent.restore(restoreArrays("agent", agent.save(), arrays));
    },
    close: () => agent.close(),
  };
}
