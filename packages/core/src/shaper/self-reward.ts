import { RewardError } from "../error/index.ts";

/** What a policy did, one entry a step: which states and actions, what followed and what was expected. */
export interface SelfRewardSteps {
  /** [N] state of each step, from 0. */
  readonly states: ArrayLike<number>;
  /** [N] action of each step, from 0. */
  readonly actions: ArrayLike<number>;
  /** [N] return from the step on, of the original reward. */
  readonly returns: ArrayLike<number>;
  /** [N] what a critic of the original reward expected there. */
  readonly values: ArrayLike<number>;
}

export interface SelfRewardSettings {
  /** A: how many actions every state has. */
  readonly actionCount: number;
  /** η: length of the step. */
  readonly rate?: number;
  /** Largest size of an entry; none when absent. */
  readonly limit?: number;
}

/**
 * One meta-gradient step of a learnt shaping reward φ(s, a), through one step of the softmax policy.
 *
 *   φ(s, ·) += rate · π(a|s) · (G − V(s)) · (1[· = a] − π(·|s)),  summed over the steps in order,
 *   then clipped to ±limit
 *
 * φ then is added to the reward the policy learns from. Without a limit it grows and drowns the
 * original reward.
 *
 * @param phi - [S × A] the table, by states; changed in place
 * @param policy - [S × A] probabilities of the actions in each state
 * @shape φ [S × A], policy [S × A], steps [N] → φ [S × A]
 * @unit reward
 * @throws RewardError GUERDON_SHAPE when the tables differ in size, or a step names a state or action outside them
 * @paper 056 §Mechanism (SelfRS: the meta-gradient of one policy step)
 * @kind shaper
 * @alias selfReward = "reward + phi[state, action]"
 *
 * ```ts doctest
 * import { selfRewardStep } from "@guerdon/core/shaper";
 * const steps = { states: [0], actions: [1], returns: [3], values: [1] };
 * [...selfRewardStep(Float64Array.of(0, 0), Float64Array.of(0.5, 0.5), steps, { actionCount: 2, rate: 1 })] // => [-0.5, 0.5]
 * ```
 */
export function selfRewardStep(
  phi: Float64Array,
  policy: Float64Array,
  steps: SelfRewardSteps,
  { actionCount: width, rate = 0.01, limit = Number.POSITIVE_INFINITY }: SelfRewardSettings, // 056 §Mechanism: η_φ = 0.01
): Float64Array {
  const { states, actions, returns, values } = steps;
  checkTables(phi, policy, width, steps);
  for (let n = 0; n < states.length; n++) {
    const row = (states[n] as number) * width;
    const chosen = row + (actions[n] as number);
    const push = rate * (policy[chosen] as number) * ((returns[n] as number) - (values[n] as number));
    for (let i = row; i < row + width; i++) {
      phi[i] = (phi[i] as number) + push * ((i === chosen ? 1 : 0) - (policy[i] as number));
    }
  }
  for (let i = 0; i < phi.length; i++) phi[i] = Math.min(Math.max(phi[i] as number, -limit), limit);
  return phi;
}

function checkTables(
  phi: Float64Array,
  policy: Float64Array,
  width: number,
  { states, actions }: SelfRewardSteps,
): void {
  const rows = phi.length / width;
  if (phi.length !== policy.length || !Number.isInteger(rows)) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`phi\` and \`policy\` to have shape [S × ${width}], got ${phi.length} and ${policy.length} entries.`,
      { details: { phi: phi.length, policy: policy.length, actions: width } },
    );
  }
  for (let n = 0; n < states.length; n++) {
    const [state, action] = [states[n] as number, actions[n] as number];
    if (state >= 0 && state < rows && action >= 0 && action < width) continue;
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected step ${n} to name one of ${rows} states and ${width} actions, got state ${state} and action ${action}.`,
      { details: { step: n, state, action, states: rows, actions: width } },
    );
  }
}
