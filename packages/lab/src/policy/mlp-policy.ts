import { numpy as np } from "@jax-js/jax";
import {
  type Activation,
  type MlpNetwork,
  type Model,
  mlp,
  mlpParameters,
  type Tensor,
  type Tree,
} from "../tensor/index.ts";
import type { Head } from "./head.ts";
import { createMlpLearner } from "./mlp-learner.ts";
import { createMlpMemory, type MlpPolicyParameters, type MlpShape } from "./mlp-memory.ts";
import { plainMlp } from "./plain-mlp.ts";
import type { Policy } from "./policy.ts";
import { type RowNetwork, rowActor } from "./row-actor.ts";

export interface MlpPolicyOptions {
  /** Numbers of an observation that the networks read: all but the head's context. */
  readonly inputs: number;
  readonly head: Head;
  /** Widths of the hidden layers. */
  readonly hidden?: readonly number[];
  readonly activation?: Activation;
  /** [W] numbers that the head reads at the start, about, whatever the observation. Default 0. */
  readonly start?: readonly number[];
  /** Whether there is a critic: a network of its own, as PPO's reference code has it. */
  readonly critic?: boolean;
  /** Whether hand-written kernels act and learn, where they know activation, head and optimiser. Default true. */
  readonly kernels?: boolean;
}

/** A multi-layer perceptron under a head, and another one as critic. */
export function mlpPolicy(options: MlpPolicyOptions): Policy {
  const {
    inputs,
    head,
    hidden = [64, 64],
    activation = "tanh",
    start,
    critic: hasCritic = true,
    kernels = true,
  } = options;
  const policy = [inputs, ...hidden, head.width];
  const critic = hasCritic ? [inputs, ...hidden, 1] : undefined;
  const shape = kernels && activation !== "silu" ? { policy, critic, activation, head } : undefined;
  const model: Model = {
    id: "mlp-policy@1",
    parameters: (seed): MlpPolicyParameters => ({
      policy: mlpParameters(seed, "policy", policy, head.gain, start),
      head: head.parameters(seed),
      ...(critic === undefined ? {} : { critic: mlpParameters(seed, "critic", critic, 1) }),
    }),
    outputs: (p, { observations, actions, legal }) => {
      const parameters = p as { policy: Tree; head: Tree; critic?: Tree };
      const [x, seen] = apart(observations as Tensor, inputs, head.context ?? 0);
      const values =
        parameters.critic === undefined ? {} : { values: mlp(parameters.critic, x.ref, activation).reshape([-1]) };
      const out = mlp(parameters.policy, x, activation);
      const raw = seen === undefined ? out : np.concatenate([out, seen], 1);
      return { ...head.evaluate(raw, parameters.head, actions as Tensor, legal), ...values };
    },
  };
  return {
    id: "mlp-policy@1",
    model,
    observationWidth: inputs + (head.context ?? 0),
    actionWidth: head.actionWidth,
    integers: head.integers,
    hasValues: hasCritic,
    memoryWidth: 0,
    actor: (count) => {
      const rows = shape === undefined ? plainRows({ policy, critic, activation, head }) : kernelRows(shape, count);
      return rowActor(rows, head, count);
    },
    learner: (optimiser, settings) => {
      const rows = head.rows?.();
      if (shape === undefined || rows === undefined || optimiser.adam === undefined) return undefined;
      const fresh = settings.parameters ?? model.parameters(settings.seed);
      return createMlpLearner(shape, rows, fresh, optimiser, settings.maxGradientNorm);
    },
  };
}

/** What the networks read of observations, and what the head alone reads. */
function apart(observations: Tensor, inputs: number, context: number): readonly [Tensor, Tensor?] {
  if (context === 0) return [observations];
  return [observations.ref.slice([], [0, inputs]), observations.slice([], [inputs, inputs + context])];
}

/** Room for what a head reads of a row, and how to write it. */
function rawRow(outputs: number, inputs: number, context: number) {
  const raw = new Float64Array(outputs + context);
  return {
    raw,
    /** Writes the context of a row. */
    see: (observations: Float32Array, row: number): void => {
      const from = row * (inputs + context) + inputs;
      for (let k = 0; k < context; k++) raw[outputs + k] = observations[from + k] as number;
    },
  };
}

function plainRows(shape: Omit<MlpShape, "activation"> & { readonly activation: Activation }): RowNetwork {
  const { activation, head } = shape;
  const [inputs, outputs] = [shape.policy[0] as number, shape.policy.at(-1) as number];
  const width = inputs + (head.context ?? 0);
  const { raw, see } = rawRow(outputs, inputs, head.context ?? 0);
  const policy = plainMlp(shape.policy, activation);
  const critic = shape.critic === undefined ? undefined : plainMlp(shape.critic, activation);
  return {
    load: (parameters) => {
      const loaded = parameters as unknown as MlpPolicyParameters;
      policy.load(loaded.policy);
      if (loaded.critic !== undefined) critic?.load(loaded.critic);
    },
    raw: (observations, row) => {
      raw.set(policy.run(observations, row * width));
      see(observations, row);
      return raw;
    },
    value: (observations, row) => (critic === undefined ? 0 : (critic.run(observations, row * width)[0] as number)),
  };
}

/** All rows at once by kernels. */
function kernelRows(shape: MlpShape, count: number): RowNetwork {
  const { policy, critic, parameters, write } = createMlpMemory(shape, count, false);
  const [inputs, outputs] = [shape.policy[0] as number, shape.policy.at(-1) as number];
  const { raw, see } = rawRow(outputs, inputs, shape.head.context ?? 0);
  const width = inputs + (shape.head.context ?? 0);
  const run = (network: MlpNetwork, observations: Float32Array): void => {
    const { input, inputStride } = network;
    for (let row = 0; row < count; row++) {
      for (let k = 0; k < inputs; k++) input[row * inputStride + k] = observations[row * width + k] as number;
    }
    network.forward();
  };
  return {
    load: (loaded) => write(parameters, loaded as unknown as MlpPolicyParameters),
    show: (observations) => {
      run(policy, observations);
      if (critic !== undefined) run(critic, observations);
    },
    raw: (observations, row) => {
      see(observations, row);
      for (let j = 0; j < outputs; j++) raw[j] = policy.output[row * policy.outputStride + j] as number;
      return raw;
    },
    value: (_observations, row) => (critic === undefined ? 0 : (critic.output[row * critic.outputStride] as number)),
  };
}
