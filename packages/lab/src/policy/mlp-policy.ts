import {
  type Activation,
  type DenseParameters,
  type HostTree,
  mlp,
  mlpParameters,
  type Tensor,
  type Tree,
} from "../tensor/index.ts";
import type { Head } from "./head.ts";
import { plainMlp } from "./plain-mlp.ts";
import type { Policy } from "./policy.ts";
import { type RowNetwork, rowActor } from "./row-actor.ts";

export interface MlpPolicyOptions {
  /** Numbers of an observation. */
  readonly inputs: number;
  readonly head: Head;
  /** Widths of the hidden layers. */
  readonly hidden?: readonly number[];
  readonly activation?: Activation;
  /** Whether there is a critic: a network of its own, as PPO's reference code has it. */
  readonly critic?: boolean;
}

/** Parameters of `mlpPolicy`. */
export type MlpPolicyParameters = {
  readonly policy: readonly DenseParameters[];
  readonly head: HostTree;
  readonly critic?: readonly DenseParameters[];
};

/** A multi-layer perceptron under a head, and another one as critic. */
export function mlpPolicy(options: MlpPolicyOptions): Policy {
  const { inputs, head, hidden = [64, 64], activation = "tanh", critic = true } = options;
  const widths = [inputs, ...hidden];
  return {
    id: "mlp-policy@1",
    observationWidth: inputs,
    actionWidth: head.actionWidth,
    integers: head.integers,
    hasValues: critic,
    memoryWidth: 0,
    model: {
      id: "mlp-policy@1",
      parameters: (seed): MlpPolicyParameters => ({
        policy: mlpParameters(seed, "policy", [...widths, head.width], head.gain),
        head: head.parameters(seed),
        ...(critic ? { critic: mlpParameters(seed, "critic", [...widths, 1], 1) } : {}),
      }),
      outputs: (p, { observations, actions, legal }) => {
        const parameters = p as { policy: Tree; head: Tree; critic?: Tree };
        const x = observations as Tensor;
        const values =
          parameters.critic === undefined ? {} : { values: mlp(parameters.critic, x.ref, activation).reshape([-1]) };
        const raw = mlp(parameters.policy, x, activation);
        return { ...head.evaluate(raw, parameters.head, actions as Tensor, legal), ...values };
      },
    },
    actor: (count) =>
      rowActor(mlpRows([...widths, head.width], critic ? [...widths, 1] : undefined, activation, inputs), head, count),
  };
}

function mlpRows(
  policyWidths: readonly number[],
  criticWidths: readonly number[] | undefined,
  activation: Activation,
  inputs: number,
): RowNetwork {
  const policy = plainMlp(policyWidths, activation);
  const critic = criticWidths === undefined ? undefined : plainMlp(criticWidths, activation);
  return {
    load: (parameters) => {
      const loaded = parameters as unknown as MlpPolicyParameters;
      policy.load(loaded.policy);
      if (loaded.critic !== undefined) critic?.load(loaded.critic);
    },
    raw: (observations, row) => policy.run(observations, row * inputs),
    value: (observations, row) => (critic === undefined ? 0 : (critic.run(observations, row * inputs)[0] as number)),
  };
}
