import { numpy as np } from "@jax-js/jax";
import { type HostFloats, type HostTree, hostArray, type Tensor, type Tree } from "../tensor/index.ts";
import type { Head } from "./head.ts";
import type { Policy } from "./policy.ts";
import { type RowNetwork, rowActor } from "./row-actor.ts";

export interface TabularPolicyOptions {
  /** Number of observations. */
  readonly states: number;
  readonly head: Head;
  /** Whether there is a table of values. */
  readonly critic?: boolean;
}

type TabularParameters = { readonly policy: HostFloats; readonly head: HostTree; readonly critic?: HostFloats };

/**
 * A row of numbers for each observation, under a head: a softmax over actions with `categoricalHead`.
 *
 * Observations are one-hot, as environments show discrete ones; all rows are 0 at the start.
 */
export function tabularPolicy({ states, head, critic = true }: TabularPolicyOptions): Policy {
  return {
    id: "tabular-policy@1",
    observationWidth: states,
    actionWidth: head.actionWidth,
    integers: head.integers,
    hasValues: critic,
    memoryWidth: 0,
    model: {
      id: "tabular-policy@1",
      parameters: (seed): TabularParameters => ({
        policy: hostArray([states, head.width]),
        head: head.parameters(seed),
        ...(critic ? { critic: hostArray([states, 1]) } : {}),
      }),
      outputs: (p, { observations, actions, legal }) => {
        const tables = p as { policy: Tensor; head: Tree; critic?: Tensor };
        const rows = observations as Tensor;
        const values = tables.critic === undefined ? {} : { values: np.dot(rows.ref, tables.critic).reshape([-1]) };
        return { ...head.evaluate(np.dot(rows, tables.policy), tables.head, actions as Tensor, legal), ...values };
      },
    },
    actor: (count) => rowActor(tableRows(states, head.width), head, count),
  };
}

function tableRows(states: number, width: number): RowNetwork {
  const out = new Float64Array(width);
  let policy: Float32Array = new Float32Array(0);
  let critic: Float32Array | undefined;
  const shown = (observations: Float32Array, row: number): number => {
    let state = 0;
    while (state < states - 1 && observations[row * states + state] === 0) state++;
    return state;
  };
  return {
    load: (parameters) => {
      const loaded = parameters as unknown as TabularParameters;
      policy = loaded.policy.data;
      critic = loaded.critic?.data;
    },
    raw: (observations, row) => {
      const from = shown(observations, row) * width;
      for (let j = 0; j < width; j++) out[j] = policy[from + j] as number;
      return out;
    },
    value: (observations, row) => (critic === undefined ? 0 : (critic[shown(observations, row)] as number)),
  };
}
