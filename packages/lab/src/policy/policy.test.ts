import { nn, numpy as np } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import { gradientError } from "../tensor/gradient-check.test-support.ts";
import {
  adamw,
  createLearner,
  type HostInputs,
  type HostTree,
  hostArray,
  mapHost,
  normalArray,
  startEngine,
  type Tensor,
  type Tree,
  toTensor,
  toTensors,
} from "../tensor/index.ts";
import { parityGap, slopesOf, weighedOutputs } from "../tensor/parity-gate.test-support.ts";
import { categoricalHead, categoricalKl } from "./categorical-head.ts";
import { factoredHead } from "./factored-head.ts";
import { gaussianHead, gaussianKl } from "./gaussian-head.ts";
import { gruPolicy } from "./gru-policy.ts";
import type { Head } from "./head.ts";
import { mlpPolicy } from "./mlp-policy.ts";
import { actedRows, type Policy } from "./policy.ts";
import { squashedGaussianHead } from "./squashed-gaussian-head.ts";
import { tabularPolicy } from "./tabular-policy.ts";

const N = 12;
const bounds = { low: [-2, -1], high: [2, 3] };
const heads: readonly (readonly [string, Head])[] = [
  ["categorical", categoricalHead(4)],
  ["gaussian", gaussianHead(2)],
  ["gaussian by state", gaussianHead(2, { deviation: "state" })],
  ["squashed gaussian", squashedGaussianHead(2, bounds)],
  ["factored", factoredHead([3, 2, 4])],
  ["autoregressive", factoredHead([3, 2, 4], { autoregressive: true })],
];
const policies: readonly (readonly [string, Policy])[] = [
  ...heads.map(([name, head]) => [`mlp, ${name}`, mlpPolicy({ inputs: 3, head, hidden: [8, 4] })] as const),
  ["mlp, relu", mlpPolicy({ inputs: 3, head: categoricalHead(4), hidden: [8], activation: "silu" })],
  ["tabular", tabularPolicy({ states: 5, head: categoricalHead(4) })],
  ["gru", gruPolicy({ inputs: 3, head: categoricalHead(4), memory: 8 })],
];

/** Parameters away from the start, where everything is nearly uniform. */
const parametersOf = (policy: Policy): HostTree =>
  mapHost(policy.model.parameters(3), ({ shape }, path) => normalArray(path.length + 11, shape, 0.5));

const observationsOf = (policy: Policy): Float32Array =>
  policy.id === "tabular-policy@1"
    ? Float32Array.from({ length: 5 * N }, (_, i) => (i % 5 === Math.floor(i / 5) % 5 ? 1 : 0))
    : normalArray(5, [N, 3], 1).data;

/** What an actor drew for N rows, and the same as the inputs of the model. */
function acted(policy: Policy, legal?: Uint8Array): { inputs: HostInputs; rows: ReturnType<typeof actedRows> } {
  const actor = policy.actor(N);
  actor.load(parametersOf(policy));
  const rows = actedRows(N, policy.actionWidth);
  const observations = observationsOf(policy);
  actor.memory.set(normalArray(9, [actor.memory.length], 0.5).data);
  const memory = actor.memory.slice();
  actor.act(observations, rows, { key: 77, step: 2 }, legal);
  const data = policy.integers ? Int32Array.from(rows.drawn) : Float32Array.from(rows.drawn);
  const flat = policy.integers && policy.actionWidth === 1;
  const width = policy.observationWidth;
  return {
    rows,
    inputs: {
      observations: { data: observations, shape: policy.memoryWidth > 0 ? [N, 1, width] : [N, width] },
      actions: { data, shape: flat ? [N] : [N, policy.actionWidth] },
      ...(legal === undefined ? {} : { legal: { data: Float32Array.from(legal), shape: [N, legal.length / N] } }),
      ...(policy.memoryWidth === 0
        ? {}
        : { keep: hostArray([N, 1], new Array(N).fill(1)), memory: hostArray([N, policy.memoryWidth], memory) }),
    },
  };
}

beforeAll(() => startEngine());

describe.each(policies)("%s", (name, policy) => {
  it("acts as its model says: log-probabilities and values of 12 rows to 1e-5", async () => {
    const { rows, inputs } = acted(policy);
    const learner = await createLearner(policy.model, adamw(), { seed: 1, parameters: parametersOf(policy) });
    const { logProbs, values, entropy } = learner.forward(inputs);
    for (let i = 0; i < N; i++) {
      expect(Math.abs((logProbs?.[i] as number) - (rows.logProbs[i] as number))).toBeLessThan(2e-5);
      expect(Math.abs((values?.[i] as number) - (rows.values[i] as number))).toBeLessThan(1e-5);
    }
    expect(new Set(rows.logProbs).size).toBeGreaterThan(4);
    expect(entropy?.length).toBe(N);
    learner.close();
  });

  it("has right gradients (relative error ≤ 1e-3) and agrees with the interpreter", async () => {
    const run = weighedOutputs(policy.model, acted(policy).inputs);
    // The entropy of a squashed draw stops a gradient on the way, which differences cannot: checked by itself below.
    if (!name.includes("squashed")) expect(await gradientError(run, parametersOf(policy))).toBeLessThan(1e-3);
    expect(await parityGap(slopesOf(run), parametersOf(policy))).toBeLessThan(1e-4);
  });

  it("draws the same by the same seed and step and something else by another", () => {
    const actor = policy.actor(N);
    actor.load(parametersOf(policy));
    const draw = (key: number, step: number): number[] => {
      const rows = actedRows(N, policy.actionWidth);
      actor.memory.fill(0);
      actor.act(observationsOf(policy), rows, { key, step });
      return [...rows.drawn];
    };
    expect(draw(1, 4)).toEqual(draw(1, 4));
    expect(draw(1, 4)).not.toEqual(draw(2, 4));
    expect(draw(1, 4)).not.toEqual(draw(1, 5));
  });
});

describe("heads", () => {
  /** Draws of one row, and their mean log-probability with its sign turned. */
  function draws(head: Head, raw: readonly number[], count: number): { rows: Float64Array[]; entropy: number } {
    const sampler = head.sampler();
    sampler.load(head.parameters(3));
    const rows: Float64Array[] = [];
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const action = new Float64Array(head.actionWidth);
      sum -= sampler.draw(Float64Array.from(raw), 0, 5, i * head.draws, action, 0);
      rows.push(action);
    }
    return { rows, entropy: sum / count };
  }
  const entropyOf = (head: Head, raw: readonly number[], action: ArrayLike<number>): number => {
    const flat = head.integers && head.actionWidth === 1;
    const data = head.integers ? Int32Array.from(action) : Float32Array.from(action);
    const actions = toTensor({ data, shape: flat ? [1] : [1, head.actionWidth] });
    const { logProbs, entropy } = head.evaluate(
      toTensor(hostArray([1, raw.length], raw)),
      toTensors(head.parameters(3)),
      actions,
    );
    logProbs.dispose();
    return entropy.dataSync()[0] as number;
  };

  it.each([
    ["categorical", categoricalHead(4), [1, 0, -1, 0.5]],
    ["gaussian by state", gaussianHead(2, { deviation: "state" }), [1, 0, -0.5, 0.3]],
    ["factored", factoredHead([2, 3]), [1, 0, -1, 0.5, 0]],
  ] as const)("%s: the entropy is the mean of −log π over 40,000 draws", (_, head, raw) => {
    const { rows, entropy } = draws(head, raw, 40_000);
    expect(entropy).toBeCloseTo(entropyOf(head, raw, rows[0] as Float64Array), 1.5);
  });

  it("squashed: the entropy is right on average over draws", () => {
    const head = squashedGaussianHead(2, bounds);
    const raw = [0.5, -0.2, -0.5, 0.3];
    const { rows, entropy } = draws(head, raw, 4000);
    const actions = hostArray(
      [1000, 2],
      rows.slice(0, 1000).flatMap((row) => [...row]),
    );
    const raws = hostArray(
      [1000, 4],
      Float32Array.from({ length: 4000 }, (_, i) => raw[i % 4] as number),
    );
    const { logProbs, entropy: entropies } = head.evaluate(toTensor(raws), {}, toTensor(actions));
    logProbs.dispose();
    const mean = entropies.mean().dataSync()[0] as number;
    expect(Math.abs(mean - entropy)).toBeLessThan(0.1);
    const out = new Float64Array(2);
    head.express?.(Float64Array.of(0, 100), out);
    expect([...out]).toEqual([0, 3]);
  });

  it("squashed: densities of a draw integrate to 1 over its bounds", () => {
    const head = squashedGaussianHead(1, { low: [-2], high: [4] });
    let sum = 0;
    const count = 100;
    const points = Float32Array.from({ length: count }, (_, i) => Math.atanh(((i + 0.5) / count) * 2 - 1));
    const raw = hostArray(
      [count, 2],
      Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? 0.3 : -0.2)),
    );
    const { logProbs, entropy } = head.evaluate(toTensor(raw), {}, toTensor(hostArray([count, 1], points)));
    entropy.dispose();
    for (const logProb of logProbs.dataSync()) sum += (Math.exp(logProb) * 6) / count;
    expect(sum).toBeCloseTo(1, 2);
  });

  it.each([
    ["categorical", categoricalHead(4)],
    ["factored", factoredHead([2, 2])],
    ["autoregressive", factoredHead([2, 2], { autoregressive: true })],
  ])("%s: an illegal choice is never drawn, has no gradient and no share of the rest", async (_, head) => {
    const policy = mlpPolicy({ inputs: 3, head, hidden: [8] });
    const legal = Uint8Array.from({ length: 4 * N }, (_, i) => (i % 4 === 1 || i % 8 === 2 ? 0 : 1));
    const { rows, inputs } = acted(policy, legal);
    for (let i = 0; i < rows.drawn.length; i++) {
      const choice = head.actionWidth === 1 ? 4 * i : 4 * (i >> 1) + 2 * (i & 1);
      expect(legal[choice + (rows.drawn[i] as number)]).toBe(1);
    }
    const learner = await createLearner(policy.model, adamw(), { seed: 1, parameters: parametersOf(policy) });
    const { logProbs } = learner.forward(inputs);
    for (let i = 0; i < N; i++) expect(logProbs?.[i]).toBeCloseTo(rows.logProbs[i] as number, 4);
    learner.close();
    expect(await gradientError(weighedOutputs(policy.model, inputs), parametersOf(policy))).toBeLessThan(1e-3);
  });

  it("gaussian: actions are clipped to the bounds on the way out alone", () => {
    const head = gaussianHead(2, bounds);
    const out = new Float64Array(4);
    head.express?.(Float64Array.of(-3, 5, 1, 1), out);
    expect([...out]).toEqual([-2, 3, 1, 1]);
  });

  it("gaussian: log density by hand at one deviation from the mean, σ = 2", () => {
    const head = gaussianHead(1, { logDeviation: Math.LN2 });
    const { logProbs, entropy } = head.evaluate(
      toTensor(hostArray([1, 1], [1])),
      toTensors(head.parameters(0)),
      toTensor(hostArray([1, 1], [3])),
    );
    expect(logProbs.dataSync()[0]).toBeCloseTo(-0.5 - Math.LN2 - 0.5 * Math.log(2 * Math.PI), 5);
    expect(entropy.dataSync()[0]).toBeCloseTo(0.5 * Math.log(2 * Math.PI * Math.E * 4), 5);
  });

  it("best: the largest logit, the mean", () => {
    const actions = new Float64Array(2);
    categoricalHead(3)
      .sampler()
      .mode(Float64Array.of(0, 2, 3), 0, actions, 1, Uint8Array.of(1, 1, 1, 1, 1, 0));
    gaussianHead(1).sampler().mode(Float64Array.of(0.5), 0, actions, 0);
    expect([...actions]).toEqual([0.5, 1]);
  });
});

it("mlp policy: starts at the logits that are given", () => {
  const policy = mlpPolicy({
    inputs: 2,
    head: categoricalHead(2),
    hidden: [4],
    critic: false,
    start: [0, Math.log(3)],
  });
  const actor = policy.actor(1);
  actor.load(policy.model.parameters(1));
  const rows = actedRows(1, 1);
  actor.act(new Float32Array(2), rows, { key: 5, step: 0 });
  expect(rows.logProbs[0]).toBeCloseTo(Math.log(rows.actions[0] === 1 ? 3 / 4 : 1 / 4), 6);
});

describe("Kullback–Leibler divergences", () => {
  const logits = { p: normalArray(1, [3, 4], 1), q: normalArray(2, [3, 4], 1) };
  const normals = {
    m: normalArray(1, [3, 2], 1),
    s: normalArray(2, [3, 2], 0.3),
    n: normalArray(3, [3, 2], 1),
    t: normalArray(4, [3, 2], 0.3),
  };
  type Four = { m: Tensor; s: Tensor; n: Tensor; t: Tensor };

  it("categorical: by the sum over choices, 0 for equals", () => {
    const got = categoricalKl(toTensor(logits.p), toTensor(logits.q)).dataSync();
    for (let r = 0; r < 3; r++) {
      const soft = (x: Float32Array): number[] => {
        const e = [...x.subarray(4 * r, 4 * r + 4)].map(Math.exp);
        return e.map((value) => value / e.reduce((a, b) => a + b));
      };
      const [p, q] = [soft(logits.p.data), soft(logits.q.data)];
      expect(got[r]).toBeCloseTo(
        p.reduce((sum, value, j) => sum + value * Math.log(value / (q[j] as number)), 0),
        4,
      );
    }
    expect([...categoricalKl(toTensor(logits.p), toTensor(logits.p)).dataSync()]).toEqual([0, 0, 0]);
  });

  it("gaussian: by quadrature in one dimension", () => {
    const one = (x: number): Tensor => toTensor(hostArray([1, 1], [x]));
    const got = gaussianKl(one(0.5), one(Math.log(0.8)), one(-0.3), one(Math.log(1.5))).dataSync()[0];
    const log = (x: number, mean: number, std: number): number =>
      -0.5 * ((x - mean) / std) ** 2 - Math.log(std * Math.sqrt(2 * Math.PI));
    let sum = 0;
    for (let x = -9; x < 10; x += 1e-3)
      sum += Math.exp(log(x, 0.5, 0.8)) * (log(x, 0.5, 0.8) - log(x, -0.3, 1.5)) * 1e-3;
    expect(got).toBeCloseTo(sum, 4);
  });

  it("gradients of both (relative error ≤ 1e-3)", async () => {
    const categorical = (p: Tree): Tensor => categoricalKl((p as { p: Tensor }).p, (p as { q: Tensor }).q).sum();
    const gaussian = (p: Tree): Tensor => gaussianKl((p as Four).m, (p as Four).s, (p as Four).n, (p as Four).t).sum();
    expect(await gradientError(categorical, logits)).toBeLessThan(1e-3);
    expect(await gradientError(gaussian, normals)).toBeLessThan(1e-3);
  });

  it("gradient of the squashed log-probability (relative error ≤ 1e-3)", async () => {
    const head = squashedGaussianHead(2, bounds);
    const run = (p: Tree): Tensor => {
      const { logProbs, entropy } = head.evaluate(
        (p as { raw: Tensor }).raw,
        {},
        toTensor(hostArray([3, 2], [0.1, -0.4, 1, 2, -1, 0])),
      );
      entropy.dispose();
      return logProbs.sum();
    };
    expect(await gradientError(run, { raw: normalArray(8, [3, 4], 0.5) })).toBeLessThan(1e-3);
  });
});

describe("gru policy", () => {
  it("unrolled over 5 steps, is what the actor does step by step, forgetting where an episode began", async () => {
    const policy = gruPolicy({ inputs: 3, head: categoricalHead(4), memory: 8 });
    const [B, T] = [2, 5];
    const actor = policy.actor(B);
    actor.load(parametersOf(policy));
    const observations = normalArray(21, [B, T, 3], 1);
    const keep = Float32Array.from([1, 1, 1, 1, 1, 1, 1, 0, 1, 1]);
    const start = normalArray(22, [B, 8], 0.5);
    actor.memory.set(start.data);
    const rows = actedRows(B, 1);
    const [actions, logProbs, values] = [new Int32Array(B * T), new Float64Array(B * T), new Float64Array(B * T)];
    for (let t = 0; t < T; t++) {
      const now = new Float32Array(B * 3);
      for (let b = 0; b < B; b++) now.set(observations.data.subarray((b * T + t) * 3, (b * T + t + 1) * 3), b * 3);
      actor.forget(Uint8Array.from([0, 1], (b) => (keep[b * T + t] === 0 ? 1 : 0)));
      actor.act(now, rows, { key: 1, step: t });
      for (let b = 0; b < B; b++) {
        actions[b * T + t] = rows.drawn[b] as number;
        logProbs[b * T + t] = rows.logProbs[b] as number;
        values[b * T + t] = rows.values[b] as number;
      }
    }
    const learner = await createLearner(policy.model, adamw(), { seed: 1, parameters: parametersOf(policy) });
    const inputs = {
      observations,
      actions: { data: actions, shape: [B * T] },
      keep: { data: keep, shape: [B, T] },
      memory: start,
    };
    const got = learner.forward(inputs);
    for (let i = 0; i < B * T; i++) {
      expect(Math.abs((got.logProbs?.[i] as number) - (logProbs[i] as number))).toBeLessThan(2e-5);
      expect(Math.abs((got.values?.[i] as number) - (values[i] as number))).toBeLessThan(2e-5);
    }
    learner.close();
    expect(await gradientError(weighedOutputs(policy.model, inputs), parametersOf(policy))).toBeLessThan(1e-3);
  });
});

it("log-softmax of the engine is that of the host", () => {
  const got = nn.logSoftmax(np.array(Float32Array.of(1, 2, 3)).reshape([1, 3])).dataSync();
  expect(got[0]).toBeCloseTo(1 - Math.log(Math.E + Math.E ** 2 + Math.E ** 3), 4);
});
