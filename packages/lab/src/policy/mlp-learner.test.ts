import { describe, expect, it } from "vitest";
import {
  adamw,
  createLearner,
  type HostInput,
  type HostInputs,
  type HostTree,
  hostLeaves,
  type Learner,
  normalArray,
  sgd,
} from "../tensor/index.ts";
import { relativeGap } from "../tensor/parity-gate.test-support.ts";
import { categoricalHead } from "./categorical-head.ts";
import { gaussianHead } from "./gaussian-head.ts";
import { mlpPolicy } from "./mlp-policy.ts";
import type { Policy } from "./policy.ts";

const B = 24;
const policies: readonly (readonly [string, Policy])[] = [
  ["categorical", mlpPolicy({ inputs: 5, head: categoricalHead(3), hidden: [16, 12] })],
  [
    "categorical, relu, one layer, no critic",
    mlpPolicy({ inputs: 4, head: categoricalHead(2), hidden: [10], activation: "relu", critic: false }),
  ],
  ["gaussian", mlpPolicy({ inputs: 3, head: gaussianHead(2, { logDeviation: -0.3 }), hidden: [8, 8, 8] })],
];

function inputsOf(policy: Policy, seed: number, rows = B): HostInputs {
  const { observationWidth, actionWidth, integers, model } = policy;
  const choices = model.id === "mlp-policy@1" && integers ? (observationWidth === 5 ? 3 : 2) : 0;
  return {
    observations: normalArray(seed, [rows, observationWidth], 1),
    actions: integers
      ? { data: Int32Array.from({ length: rows }, (_, i) => (i * 7 + seed) % choices), shape: [rows] }
      : normalArray(seed + 1, [rows, actionWidth], 1),
  };
}

const flat = (tree: HostTree): number[] => hostLeaves(tree).flatMap(([, { data }]) => [...data]);
const pulls = (policy: Policy, rows = B): { [name: string]: Float32Array } => ({
  logProbs: normalArray(31, [rows], 0.1).data,
  entropy: normalArray(32, [rows], 0.1).data,
  ...(policy.hasValues ? { values: normalArray(33, [rows], 0.1).data } : {}),
});

async function both(policy: Policy, maxGradientNorm?: number): Promise<readonly [Learner, Learner]> {
  const settings = { seed: 3, ...(maxGradientNorm === undefined ? {} : { maxGradientNorm }) };
  const optimiser = adamw({ learningRate: 0.01, weightDecay: 0.1 });
  return [policy.learner?.(optimiser, settings) as Learner, await createLearner(policy.model, optimiser, settings)];
}

describe.each(policies)("learner on kernels: %s", (_, policy) => {
  it("puts out what the tensor engine does", async () => {
    const [fast, slow] = await both(policy);
    const [got, wanted] = [fast.forward(inputsOf(policy, 5)), slow.forward(inputsOf(policy, 5))];
    expect(Object.keys(got).sort()).toEqual(Object.keys(wanted).sort());
    for (const name in wanted)
      expect(relativeGap(got[name] as Float32Array, wanted[name] as Float32Array)).toBeLessThan(3e-5);
    slow.close();
  });

  it.each([undefined, 0.05])("takes the same steps as the tensor engine, clipped at %s", async (limit) => {
    const [fast, slow] = await both(policy, limit);
    for (let k = 0; k < 5; k++) {
      const [a, b] = [fast, slow].map((learner) => learner.step(inputsOf(policy, k), pulls(policy)));
      expect(Math.abs((a?.gradientNorm as number) / (b?.gradientNorm as number) - 1)).toBeLessThan(1e-4);
      expect(Math.abs((a?.pulled as number) - (b?.pulled as number))).toBeLessThan(1e-4);
    }
    expect(hostLeaves(fast.parameters()).map(([path]) => path)).toEqual(
      hostLeaves(slow.parameters()).map(([path]) => path),
    );
    // Adam divides by the size of a gradient: coordinates that hardly have one move by its rounding.
    const [got, wanted, start] = [flat(fast.parameters()), flat(slow.parameters()), flat(policy.model.parameters(3))];
    const moves = wanted.map((value, i) => value - (start[i] as number));
    const differences = wanted.map((value, i) => value - (got[i] as number));
    const length = (x: number[]): number => Math.hypot(...x);
    expect(length(differences) / length(moves)).toBeLessThan(2e-3);
    slow.close();
  });

  it("steps the same with and without `forward` before, and after the inputs were written over", () => {
    const make = (): Learner => policy.learner?.(adamw(), { seed: 1 }) as Learner;
    const [one, two, three] = [make(), make(), make()];
    const inputs = inputsOf(policy, 5);
    one.step(inputs, pulls(policy));
    two.forward(inputs);
    two.step(inputs, pulls(policy));
    const changing = inputsOf(policy, 6);
    three.forward(changing);
    for (const name of ["observations", "actions"])
      (changing[name] as HostInput).data.set((inputs[name] as HostInput).data);
    three.step(changing, pulls(policy));
    expect(two.save()).toEqual(one.save());
    expect(three.save()).toEqual(one.save());
  });

  it("goes on bit by bit after save and restore, and keeps all when the number of rows changes", () => {
    const make = (seed: number): Learner => policy.learner?.(adamw(), { seed, maxGradientNorm: 1 }) as Learner;
    const [whole, resumed] = [make(1), make(9)];
    whole.step(inputsOf(policy, 1), pulls(policy));
    whole.step(inputsOf(policy, 2, 12), pulls(policy, 12));
    resumed.restore(whole.save());
    for (const learner of [whole, resumed]) learner.step(inputsOf(policy, 3), pulls(policy));
    expect(resumed.save()).toEqual(whole.save());
  });

  it("acts by kernels as by plain loops", () => {
    const options = { inputs: policy.observationWidth, head: gaussianHead(2), hidden: [16, 12] };
    const [fast, plain] = [mlpPolicy(options), mlpPolicy({ ...options, kernels: false })];
    const [a, b] = [fast, plain].map((kind) => {
      const actor = kind.actor(6);
      actor.load(fast.model.parameters(4));
      const rows = {
        drawn: new Float64Array(12),
        actions: new Float64Array(12),
        logProbs: new Float64Array(6),
        values: new Float64Array(6),
      };
      actor.act(normalArray(2, [6, policy.observationWidth], 1).data, rows, { key: 5, step: 1 });
      return rows;
    });
    expect(relativeGap(a?.drawn ?? [], b?.drawn ?? [])).toBeLessThan(1e-5);
    expect(relativeGap(a?.values ?? [], b?.values ?? [])).toBeLessThan(1e-5);
  });
});

describe("learner on kernels", () => {
  it("learns with illegal choices as the tensor engine does", async () => {
    const policy = mlpPolicy({ inputs: 5, head: categoricalHead(3), hidden: [8] });
    const legal = { data: Float32Array.from({ length: 3 * B }, (_, i) => (i % 3 === 1 ? 0 : 1)), shape: [B, 3] };
    const actions = { data: Int32Array.from({ length: B }, (_, i) => 2 * (i % 2)), shape: [B] };
    const inputs = { ...inputsOf(policy, 1), actions, legal };
    const [fast, slow] = await both(policy);
    for (const name of ["logProbs", "entropy"]) {
      expect(
        relativeGap(fast.forward(inputs)[name] as Float32Array, slow.forward(inputs)[name] as Float32Array),
      ).toBeLessThan(3e-5);
    }
    const [a, b] = [fast, slow].map((learner) => learner.step(inputs, pulls(policy)).gradientNorm) as [number, number];
    expect(Math.abs(a / b - 1)).toBeLessThan(1e-4);
    slow.close();
  });

  it("is not there for other activations, heads and optimisers", () => {
    const options = { inputs: 3, head: categoricalHead(2) };
    const settings = { seed: 1 };
    expect(mlpPolicy({ ...options, activation: "silu" }).learner?.(adamw(), settings)).toBe(undefined);
    expect(mlpPolicy({ ...options, head: gaussianHead(1, { deviation: "state" }) }).learner?.(adamw(), settings)).toBe(
      undefined,
    );
    expect(mlpPolicy(options).learner?.(sgd(), settings)).toBe(undefined);
    expect(mlpPolicy({ ...options, kernels: false }).learner?.(adamw(), settings)).toBe(undefined);
  });
});
