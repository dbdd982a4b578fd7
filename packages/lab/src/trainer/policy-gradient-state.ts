import type { ProgramState } from "@guerdon/core/engine";
import type { Json } from "@guerdon/core/signal";
import type { RunState } from "../experiment/run.ts";
import type { Actor } from "../policy/policy.ts";
import type { Learner } from "../tensor/index.ts";
import type { Collector } from "./experience.ts";
import type { Minibatch } from "./minibatch.ts";
import type { PolicyGradientSettings } from "./policy-gradient-settings.ts";
import type { PolicyStep } from "./policy-step.ts";
import { restoreArrays, saveArrays } from "./save-arrays.ts";

/** What a policy-gradient run is made of while it runs. */
export interface PolicyGradientState {
  readonly settings: PolicyGradientSettings;
  readonly seed: number;
  readonly learner: Learner;
  readonly actor: Actor;
  readonly collector: Collector;
  readonly minibatch: Minibatch;
  readonly step: PolicyStep;
  readonly order: Int32Array;
  updates: number;
  episodes: number;
  /** Rings of the last episodes. */
  readonly recentReturns: Float64Array;
  readonly recentLengths: Float64Array;
  program: ProgramState;
}

/** A copy of everything that changes. */
export function savePolicyGradient(state: PolicyGradientState): RunState {
  const { settings, learner, actor, collector, updates, episodes, recentReturns, recentLengths, program } = state;
  const environment = Object.fromEntries(settings.environment.save().map((array, k) => [`environment.${k}`, array]));
  return {
    json: { updates, episodes, program: program as unknown as Json },
    arrays: {
      ...saveArrays("learner", learner.save()),
      ...environment,
      memory: actor.memory.slice(),
      returns: collector.returns.slice(),
      lengths: collector.lengths.slice(),
      fresh: collector.fresh.slice(),
      recentReturns: recentReturns.slice(),
      recentLengths: recentLengths.slice(),
    },
  };
}

/** The inverse of `savePolicyGradient`. */
export function restorePolicyGradient(state: PolicyGradientState, { json, arrays }: RunState): void {
  const { updates, episodes, program } = json as unknown as Pick<
    PolicyGradientState,
    "updates" | "episodes" | "program"
  >;
  Object.assign(state, { updates, episodes, program });
  state.learner.restore(restoreArrays("learner", state.learner.save(), arrays));
  const { environment } = state.settings;
  environment.restore(environment.save().map((_, k) => arrays[`environment.${k}`] as Float64Array));
  state.actor.memory.set(arrays.memory as Float32Array);
  const { returns, lengths, fresh } = state.collector;
  returns.set(arrays.returns as Float64Array);
  lengths.set(arrays.lengths as Float64Array);
  fresh.set(arrays.fresh as Uint8Array);
  state.recentReturns.set(arrays.recentReturns as Float64Array);
  state.recentLengths.set(arrays.recentLengths as Float64Array);
}
