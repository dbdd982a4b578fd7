import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Environment } from "../environment/index.ts";
import type { Metrics, Run } from "../experiment/run.ts";
import { argmaxRow } from "../policy/index.ts";

/** What agents that each learn by themselves are made of. */
export interface IndependentLearnersSettings {
  /** One copy, with one number of the joint action for each agent. */
  readonly environment: Environment;
  /** Signal that pays an agent: `difference` for `difference-0`, `difference-1`, …; the common reward where absent. */
  readonly reward?: string;
  /** ε: probability of an action drawn evenly. */
  readonly exploration: number;
  /** α: step of a value. */
  readonly rate: number;
  /** Steps of an update. */
  readonly steps: number;
  readonly updates: number;
}

/**
 * Agents that each learn what their own actions are worth, and nothing of what is shown or what the others do.
 *
 *   Q_k(a_k) ← Q_k(a_k) + α·(r_k − Q_k(a_k)),   the best action, with ε any
 *
 * The learners of collective intelligence: which reward r_k lets them learn is all the difference. Metrics: `reward`, the
 * common one, mean over the update.
 *
 * @throws RewardError GUERDON_OPTION when the environment has other than one copy, actions or signals
 * @paper Wolpert & Tumer 2001, "Optimal payoff functions for members of collectives"; 087 §Experiment (v)
 */
export function startIndependentLearners(settings: IndependentLearnersSettings, seed: number): Run {
  const { environment, reward, steps, exploration, rate } = settings;
  const sizes = sizesOf(settings);
  const offsets = sizes.map((_, k) => sizes.slice(0, k).reduce((sum, size) => sum + size, 0));
  const values = new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
  const key = streamKey(seed, "independent learners");
  const actions = new Float64Array(sizes.length);
  let played = 0;
  const paid = (agent: number): number => {
    const column = reward === undefined ? environment.rewards : environment.signals[`${reward}-${agent}`];
    return (column as Float64Array)[0] as number;
  };
  const step = (): number => {
    for (const [agent, size] of sizes.entries()) {
      const at = 2 * (played * sizes.length + agent);
      const isAny = uniformAt(key, at) < exploration;
      const from = offsets[agent] as number;
      actions[agent] = isAny ? Math.floor(uniformAt(key, at + 1) * size) : argmaxRow(values, from, size);
    }
    environment.step(actions);
    for (const agent of sizes.keys()) {
      const place = (offsets[agent] as number) + (actions[agent] as number);
      values[place] = (values[place] as number) + rate * (paid(agent) - (values[place] as number));
    }
    played++;
    return environment.rewards[0] as number;
  };
  environment.reset(seed);
  return {
    end: settings.updates,
    get updates() {
      return played / steps;
    },
    update: async (): Promise<Metrics> => {
      let sum = 0;
      for (let t = 0; t < steps; t++) sum += step();
      return { reward: sum / steps };
    },
    save: () => ({
      json: { played },
      arrays: {
        values: values.slice(),
        ...Object.fromEntries(environment.save().map((array, k) => [`environment.${k}`, array])),
      },
    }),
    restore: ({ json, arrays }) => {
      played = (json as { played: number }).played;
      values.set(arrays.values as Float64Array);
      environment.restore(environment.save().map((_, k) => arrays[`environment.${k}`] as Float64Array));
    },
    close: () => undefined,
  };
}

/** Choices of each agent. */
function sizesOf({ environment, reward }: IndependentLearnersSettings): readonly number[] {
  const { action, count, signals } = environment;
  const isPaid = reward === undefined || `${reward}-0` in signals;
  if (action.kind === "multi-discrete" && count === 1 && isPaid) return action.sizes;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected one copy with an action for each agent${reward === undefined ? "" : ` and the signal \`${reward}-0\``}, got ${count} with ${action.kind} actions and the signals ${Object.keys(signals).join(", ")}.`,
  );
}
