import { numpy as np } from "@jax-js/jax";
import {
  type DenseParameters,
  dense,
  denseParameters,
  type HostTree,
  type Tensor,
  type Tree,
} from "../tensor/index.ts";
import { type GruParameters, gruCell, gruParameters, plainGru } from "./gru-cell.ts";
import type { Head } from "./head.ts";
import { denseRow } from "./plain-mlp.ts";
import type { Policy } from "./policy.ts";
import { type RowNetwork, rowActor } from "./row-actor.ts";

export interface GruPolicyOptions {
  /** Numbers of an observation. */
  readonly inputs: number;
  readonly head: Head;
  /** H, numbers that are remembered. */
  readonly memory?: number;
  readonly critic?: boolean;
}

type GruPolicyParameters = {
  readonly cell: GruParameters;
  readonly policy: DenseParameters;
  readonly head: HostTree;
  readonly critic?: DenseParameters;
};

/**
 * A policy that remembers: a gated recurrent unit under a head, with a critic on the same memory.
 *
 * The model unrolls whole stretches of T steps, [B, T, O], from the memory at their first step; memory is cleared where
 * `keep` is 0. Its outputs are [B·T], stretch by stretch.
 */
export function gruPolicy({ inputs, head, memory = 32, critic = true }: GruPolicyOptions): Policy {
  return {
    id: "gru-policy@1",
    observationWidth: inputs,
    actionWidth: head.actionWidth,
    integers: head.integers,
    hasValues: critic,
    memoryWidth: memory,
    model: {
      id: "gru-policy@1",
      parameters: (seed): GruPolicyParameters => ({
        cell: gruParameters(seed, "cell", inputs, memory),
        policy: denseParameters(seed, "policy", memory, head.width, { gain: head.gain }),
        head: head.parameters(seed),
        ...(critic ? { critic: denseParameters(seed, "critic", memory, 1) } : {}),
      }),
      outputs: (p, columns) => {
        const parameters = p as { cell: Tree; policy: Tree; head: Tree; critic?: Tree };
        const hidden = unroll(parameters.cell, columns as never, memory);
        const values =
          parameters.critic === undefined ? {} : { values: dense(parameters.critic, hidden.ref).reshape([-1]) };
        const raw = dense(parameters.policy, hidden);
        return { ...head.evaluate(raw, parameters.head, columns.actions as Tensor, columns.legal), ...values };
      },
    },
    actor: (count) => rowActor(gruRows(inputs, memory, head.width), head, count),
  };
}

/** The memories after each step, [B·T, H]. */
function unroll(cell: Tree, columns: { observations: Tensor; keep: Tensor; memory: Tensor }, width: number): Tensor {
  const { observations, keep } = columns;
  const [batch, steps] = observations.shape as [number, number];
  const weights = cell as { input: { weight: Tensor; bias: Tensor }; hidden: { weight: Tensor; bias: Tensor } };
  let hidden = columns.memory;
  const states: Tensor[] = [];
  for (let t = 0; t < steps; t++) {
    const kept = hidden.mul(keep.ref.slice([], t).reshape([batch, 1]));
    const more = {
      input: { weight: weights.input.weight.ref, bias: weights.input.bias.ref },
      hidden: { weight: weights.hidden.weight.ref, bias: weights.hidden.bias.ref },
    };
    hidden = gruCell(more, observations.ref.slice([], t), kept);
    states.push(hidden.ref.reshape([batch, 1, width]));
  }
  for (const used of [observations, keep, hidden, weights.input.weight, weights.input.bias]) used.dispose();
  weights.hidden.weight.dispose();
  weights.hidden.bias.dispose();
  return np.concatenate(states, 1).reshape([batch * steps, width]);
}

function gruRows(inputs: number, width: number, outputs: number): RowNetwork {
  const cell = plainGru(inputs, width);
  const [state, raw, value] = [new Float64Array(width), new Float64Array(outputs), new Float64Array(1)];
  let loaded: GruPolicyParameters | undefined;
  return {
    memoryWidth: width,
    load: (parameters) => {
      loaded = parameters as unknown as GruPolicyParameters;
      cell.load(loaded.cell);
    },
    raw: (observations, row, memory, moves) => {
      cell.run(observations, row * inputs, memory, row * width, state);
      if (moves) memory.set(state, row * width);
      denseRow((loaded as GruPolicyParameters).policy, state, 0, raw);
      return raw;
    },
    value: (observations, row, memory) => {
      const critic = loaded?.critic;
      if (critic === undefined) return 0;
      cell.run(observations, row * inputs, memory, row * width, state);
      denseRow(critic, state, 0, value);
      return value[0] as number;
    },
  };
}
