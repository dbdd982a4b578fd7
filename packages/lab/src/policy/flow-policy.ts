import type { Activation } from "../tensor/index.ts";
import { type FlowHeadOptions, flowHead } from "./flow-head.ts";
import { type FlowShape, flowInputs } from "./flow-shape.ts";
import { type Guide, guideActor } from "./guide-actor.ts";
import { mlpPolicy } from "./mlp-policy.ts";
import type { Policy } from "./policy.ts";

export interface FlowPolicyOptions extends FlowShape, FlowHeadOptions {
  /** Widths of the hidden layers. */
  readonly hidden?: readonly number[];
  readonly activation?: Activation;
  /** Whether there is a critic of noisy samples. Default false. */
  readonly critic?: boolean;
  /** Moves what is drawn, which does not change its density. */
  readonly guide?: Guide;
  /** Whether hand-written kernels act and learn. Default true. */
  readonly kernels?: boolean;
}

/**
 * A generative model on samples of D numbers as a policy: an observation is a noisy sample with its condition and time,
 * an action a step of generation.
 *
 * Flow matching and diffusion, ODE and SDE are settings of the observations (see `denoisingSchedule`), not of the
 * network.
 *
 * @shape observations [B, D + C + 1 + 2·F + 4] → actions [B, 2·D]
 */
export function flowPolicy(options: FlowPolicyOptions): Policy {
  const { size, hidden = [64, 64], activation = "tanh", critic = false, kernels = true, density = "sum" } = options;
  const { guide } = options;
  const policy = mlpPolicy({
    inputs: flowInputs(options),
    head: flowHead(size, { density }),
    hidden,
    activation,
    critic,
    kernels,
  });
  if (guide === undefined) return policy;
  const share = density === "mean" ? 1 / size : 1;
  return { ...policy, actor: (count) => guideActor(policy.actor(count), guide, options, share) };
}
