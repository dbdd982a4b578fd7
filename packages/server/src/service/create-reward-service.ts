import type { Runtime } from "@guerdon/core/engine";
import type { Store } from "../store/store.ts";
import { CohortTable } from "./cohort-table.ts";
import type { Executor } from "./executor.ts";
import { KeptMembers } from "./kept-members.ts";
import { LocalExecutor } from "./local-executor.ts";
import { MicroBatcher, type OnTerms } from "./micro-batcher.ts";
import type { ProgramRegistry } from "./program-registry.ts";
import type { RewardService } from "./reward-service.ts";
import { RunTable } from "./run-table.ts";
import { ScoreDesk } from "./score-desk.ts";

/** What a service accepts before it says that it is busy. */
export interface ServiceLimits {
  /** Rollouts that are being scored at once. */
  readonly maxRollouts: number;
  /** Rollouts that wait for others of their group at once. */
  readonly maxWaiting: number;
  /** Answers that are remembered for retries of members of a cohort. */
  readonly maxAnswered: number;
  /** Time of a request that brings no limit of its own, in milliseconds. */
  readonly deadlineMs: number;
}

export interface RewardServiceOptions {
  readonly programs: ProgramRegistry;
  readonly runtime: Runtime;
  /** Where runs are kept. Without one, requests with a run are refused. */
  readonly store?: Store;
  /** Who scores. Default: this process. */
  readonly executor?: Executor;
  readonly limits?: Partial<ServiceLimits>;
  readonly onTerms?: OnTerms;
}

/** What a service has to do at the moment. */
export interface ServiceLoad {
  /** Rollouts that are being scored. */
  readonly rollouts: number;
  /** Rollouts that wait for others of their group. */
  readonly waiting: number;
}

/** A reward service that this process owns. */
export interface OwnedRewardService extends RewardService {
  readonly load: ServiceLoad;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
}

const LIMITS: ServiceLimits = {
  maxRollouts: 262_144,
  maxWaiting: 65_536,
  maxAnswered: 65_536,
  deadlineMs: 120_000,
};

/** Scores for any adapter: registry, runs, cohorts and executor put together. */
export function createRewardService(options: RewardServiceOptions): OwnedRewardService {
  const { programs, runtime, store } = options;
  const limits = { ...LIMITS, ...options.limits };
  const executor = options.executor ?? new LocalExecutor(new MicroBatcher(runtime, options.onTerms), store);
  const runs = new RunTable(programs, store);
  const cohorts = new CohortTable(runtime.clock, limits);
  const kept = store === undefined ? undefined : new KeptMembers(store);
  const desk = new ScoreDesk({ clock: runtime.clock, programs, runs, cohorts, kept, executor, limits });
  return {
    score: (request) => desk.score(request),
    endStep: (run, step) => runs.endStep(run, step),
    get programs() {
      return programs.newest;
    },
    get load() {
      return { rollouts: desk.rollouts, waiting: cohorts.waiting };
    },
    idle: () => desk.idle(),
  };
}
