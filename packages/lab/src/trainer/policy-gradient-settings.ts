import type { KlOptions, PolicyLossInput, ValueLossOptions } from "@guerdon/core/objective";
import type { Program } from "@guerdon/core/program";
import type { Environment } from "../environment/environment.ts";
import type { Policy } from "../policy/policy.ts";
import type { HostTree, Optimiser } from "../tensor/index.ts";
import type { Scheduled } from "./scheduled.ts";

export type { Scheduled };

/**
 * What a policy-gradient run is made of. No method has a name here: REINFORCE, RLOO, GRPO, A2C and PPO are settings.
 *
 * - REINFORCE: `surrogate: "log-prob"`, no critic, an advantage of rewards to go
 * - RLOO, GRPO: the same with an advantage of groups, `groupSize` copies being one group
 * - A2C: `log-prob` with a critic, one pass
 * - PPO: the clipped ratio with a critic, several passes over minibatches
 */
export interface PolicyGradientSettings {
  readonly environment: Environment;
  readonly policy: Policy;
  readonly optimiser: Optimiser;
  /** Parameters to start from, instead of fresh ones. */
  readonly parameters?: HostTree;
  /**
   * Total, credit and advantages of the episodes of an update; at step level credit is what is paid at each step.
   *
   * Terms are given what they are named after: `reward`, `values`, `bootstrap` (what a cut-off episode is still worth)
   * and the signals of the environment; other terms are made of these.
   */
  readonly program: Program;
  /** T: steps of each copy between updates. */
  readonly steps: number;
  readonly updates: number;
  /** Episodes that are one group, in the order of the copies; all of an update when absent. */
  readonly groupSize?: number;
  readonly objective: PolicyLossInput;
  /** How far the ratio is clipped on both sides, where it is not the objective's own. */
  readonly clip?: Scheduled;
  /** Loss of the critic, towards advantage + value. */
  readonly critic?: Partial<ValueLossOptions>;
  /** Divergence from the policy at the start, as a loss; β 0 only measures it. Absent: not measured. */
  readonly kl?: Partial<Pick<KlOptions, "estimator" | "beta" | "gradientOf">>;
  /** Weight of the mean entropy, which is raised. Default 0. */
  readonly entropyWeight?: Scheduled;
  readonly learningRate: Scheduled;
  readonly maxGradientNorm?: number;
  /** Passes over the steps of an update. Default 1. */
  readonly epochs?: number;
  /** B: steps of a step of the optimiser; must divide T·N. Default all. */
  readonly minibatch?: number;
  /** Whether the advantages of each minibatch are brought to mean 0 and deviation 1. Default false. */
  readonly normalise?: boolean;
  /** An update ends early once KL(old ‖ new) is above. */
  readonly targetKl?: number;
}
