import { streamKey } from "@guerdon/core/random";
import type { Environment } from "../environment/environment.ts";
import type { Metrics, Run } from "../experiment/run.ts";
import { actedRows, type Policy } from "../policy/policy.ts";
import type { HostTree } from "../tensor/index.ts";

/** What is summed over one episode: `return`, `length`, and each signal of the environment. */
export type EpisodeSums = { readonly [name: string]: number };

export interface RunEvaluation {
  /** Of its own; the first episode of each copy is played. */
  readonly environment: Environment;
  readonly policy: Policy;
  /** Updates between two evaluations; there is one after the last. */
  readonly every: number;
  /** Whether actions are drawn, instead of the most likely ones. Default false. */
  readonly draws?: boolean;
  /** Further numbers of an episode, whose means are reported too. */
  tell?(sums: EpisodeSums): EpisodeSums;
}

/**
 * A run whose policy plays whole episodes in an environment of its own, now and then.
 *
 * The starts are those of the seed: the same at each evaluation and for all that is compared with it. Metrics
 * `evaluated.NAME` are means over one episode of each copy.
 */
export function evaluatedRun<R extends Run & { parameters(): HostTree }>(
  run: R,
  evaluation: RunEvaluation,
  seed: number,
): R {
  const actor = evaluation.policy.actor(evaluation.environment.count);
  const due = (): boolean => run.updates % evaluation.every === 0 || run.updates === run.end;
  return {
    ...run,
    get updates() {
      return run.updates;
    },
    update: async () => {
      const metrics = await run.update();
      if (!due()) return metrics;
      actor.load(run.parameters());
      return { ...metrics, ...playEpisodes(evaluation, actor, streamKey(seed, "evaluation")) };
    },
  };
}

function playEpisodes(
  { environment, policy, draws = false, tell }: RunEvaluation,
  actor: ReturnType<Policy["actor"]>,
  key: number,
): Metrics {
  const { count, earned = environment.rewards, signals } = environment;
  const rows = actedRows(count, policy.actionWidth);
  const sums = Array.from({ length: count }, () => ({ return: 0, length: 0 }) as { [name: string]: number });
  const over = new Uint8Array(count);
  environment.reset(key);
  actor.forget(new Uint8Array(count).fill(1));
  for (let step = 0; over.includes(0); step++) {
    if (draws) actor.act(environment.observations, rows, { key, step }, environment.legal);
    else actor.best(environment.observations, rows, environment.legal);
    environment.step(rows.actions);
    for (let n = 0; n < count; n++) {
      if (over[n] === 1) continue;
      const own = sums[n] as { [name: string]: number };
      own.return = (own.return as number) + (earned[n] as number);
      own.length = (own.length as number) + 1;
      for (const name in signals) own[name] = (own[name] ?? 0) + ((signals[name] as Float64Array)[n] as number);
      if (environment.terminated[n] === 1 || environment.truncated[n] === 1) over[n] = 1;
    }
    actor.forget(over);
  }
  const told = sums.map((own): EpisodeSums => ({ ...own, ...tell?.(own) }));
  return Object.fromEntries(
    Object.keys(told[0] as EpisodeSums).map((name) => [
      `evaluated.${name}`,
      told.reduce((sum, own) => sum + (own[name] as number), 0) / count,
    ]),
  );
}
