import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { grad, numpy as np } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import { gradientError } from "./gradient-check.test-support.ts";
import {
  adamw,
  clipByGlobalNorm,
  createLearner,
  dense,
  embed,
  type HostTree,
  hostArray,
  logSigmoid,
  type Model,
  mlp,
  mlpParameters,
  normalArray,
  normalAt,
  type Optimiser,
  pick,
  readSafetensors,
  rmsNorm,
  scalar,
  sgd,
  sigmoid,
  silu,
  softplus,
  startEngine,
  type Tensor,
  type Tree,
  toHost,
  toTensor,
  toTensors,
  treeLeaves,
  writeSafetensors,
} from "./index.ts";
import { parityGap, weighedOutputs } from "./parity-gate.test-support.ts";

const vector = (...values: number[]): Tensor => toTensor(hostArray([values.length], values));
const read = (tensor: Tensor): number[] => [...tensor.dataSync()];
const slopes = (run: (x: Tensor) => Tensor, ...at: number[]): number[] =>
  read((grad as unknown as (f: (x: Tensor) => Tensor) => (x: Tensor) => Tensor)((x) => run(x).sum())(vector(...at)));

beforeAll(() => startEngine());

describe("stable maths", () => {
  it.each([
    ["softplus", softplus, (x: number) => (x > 30 ? x : Math.log1p(Math.exp(x)))],
    ["logSigmoid", logSigmoid, (x: number) => (x < -30 ? x : -Math.log1p(Math.exp(-x)))],
    ["sigmoid", sigmoid, (x: number) => 1 / (1 + Math.exp(-x))],
    ["silu", silu, (x: number) => x / (1 + Math.exp(-x))],
  ] as const)("%s is its formula, also far out", (_, run, formula) => {
    const at = [-1000, -100, -88, -3, -0.5, 0, 0.5, 3, 88, 100, 1000];
    const got = read(run(vector(...at)));
    for (const [i, x] of at.entries())
      expect(Math.abs((got[i] as number) - formula(x))).toBeLessThan(2e-5 * (1 + Math.abs(x) / 10));
    const slope = slopes(run, ...at);
    for (const [i, x] of at.entries()) {
      const wanted = Math.abs(x) > 80 ? (slope[i] as number) : (formula(x + 1e-4) - formula(x - 1e-4)) / 2e-4;
      expect(Number.isFinite(slope[i])).toBe(true);
      if (x !== 0) expect(Math.abs((slope[i] as number) - wanted)).toBeLessThan(1e-3);
    }
  });
});

describe("layers", () => {
  const weights = { weight: hostArray([2, 3], [1, 2, 3, 4, 5, 6]), bias: hostArray([3], [0.5, 0, -0.5]) };

  it("dense: x·W + b by hand", () => {
    expect(read(dense(toTensors(weights), toTensor(hostArray([1, 2], [1, -1]))))).toEqual([-2.5, -3, -3.5]);
  });

  it("mlp: an activation between layers and none after the last", () => {
    const layers = [
      { weight: hostArray([1, 2], [1, -1]), bias: hostArray([2]) },
      { weight: hostArray([2, 1], [2, 3]), bias: hostArray([1], [1]) },
    ];
    expect(read(mlp(toTensors(layers), toTensor(hostArray([2, 1], [2, -2])), "relu"))).toEqual([5, 7]);
  });

  it("rmsNorm: rows of root mean square 1, times the gain", () => {
    const out = read(rmsNorm(toTensor(hostArray([1, 2], [3, 4])), vector(1, 2)));
    expect(out[0]).toBeCloseTo(3 / Math.sqrt(12.5), 5);
    expect(out[1]).toBeCloseTo(8 / Math.sqrt(12.5), 5);
  });

  it("pick and embed: by index", () => {
    const table = hostArray([3, 2], [1, 2, 3, 4, 5, 6]);
    const indices = (): Tensor => toTensor({ data: Int32Array.of(1, 0, 1), shape: [3] });
    expect(read(pick(toTensor(table), indices()))).toEqual([2, 3, 6]);
    expect(read(embed(toTensor(table), toTensor({ data: Int32Array.of(2, 0), shape: [2] })))).toEqual([5, 6, 1, 2]);
  });

  it("orthogonal weights: rows or columns of length gain, at right angles", () => {
    const [first, last] = mlpParameters(3, "x", [4, 6, 2], 0.01);
    const w = first?.weight.data as Float32Array;
    const v = last?.weight.data as Float32Array;
    const rows = (a: number, b: number): number =>
      [0, 1, 2, 3, 4, 5].reduce((sum, j) => sum + (w[a * 6 + j] as number) * (w[b * 6 + j] as number), 0);
    const columns = (a: number, b: number): number =>
      [0, 1, 2, 3, 4, 5].reduce((sum, i) => sum + (v[i * 2 + a] as number) * (v[i * 2 + b] as number), 0);
    expect([rows(0, 0), rows(1, 2), rows(3, 3)].map((x) => Math.round(x * 1e4) / 1e4 + 0)).toEqual([2, 0, 2]);
    expect([columns(0, 0), columns(0, 1)].map((x) => Math.round(x * 1e7) / 1e7 + 0)).toEqual([1e-4, 0]);
  });

  it("normal numbers: mean 0, deviation 1, kurtosis 3", () => {
    const values = normalArray(7, [40_000], 1).data;
    const moment = (k: number): number => values.reduce((sum, x) => sum + x ** k, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.02);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.03);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
    expect(values[5]).toBe(Math.fround(normalAt(7, 5)));
  });

  it("gradients of the layers are right (relative error ≤ 1e-3)", async () => {
    const parameters = { net: mlpParameters(1, "net", [3, 8, 4]), gain: normalArray(5, [4], 1) };
    const x = normalArray(11, [12, 3], 1);
    for (const activation of ["tanh", "silu"] as const) {
      const run = (p: Tree): Tensor => {
        const { net, gain } = p as { net: Tree; gain: Tensor };
        return np.square(rmsNorm(mlp(net, toTensor(x), activation), gain).add(0.3)).sum();
      };
      expect(await gradientError(run, parameters as HostTree)).toBeLessThan(1e-3);
      expect(await parityGap(run, parameters as HostTree)).toBeLessThan(1e-5);
    }
  });
});

describe("optimisers", () => {
  const run = (optimiser: Optimiser, gradients: readonly (readonly number[])[], rate: number): number[] => {
    const start = { a: hostArray([2], [1, -2]) };
    let parameters: Tree = toTensors(start);
    let state: Tree = toTensors(optimiser.start(start));
    for (const gradient of gradients) {
      const moved = optimiser.update(parameters, { a: vector(...gradient) }, state, scalar(rate));
      ({ parameters, state } = moved);
    }
    return [...(toHost(parameters) as unknown as { a: { data: Float32Array } }).a.data];
  };
  const gradients = [
    [0.5, -1],
    [0.1, 2],
    [-0.3, 0],
  ];

  it("adamw: three steps against the formula in 64 bits", () => {
    const p = [1, -2];
    const [m, v] = [
      [0, 0],
      [0, 0],
    ];
    for (const [t, gradient] of gradients.entries()) {
      for (const i of [0, 1] as const) {
        m[i] = 0.9 * (m[i] as number) + 0.1 * (gradient[i] as number);
        v[i] = 0.999 * (v[i] as number) + 0.001 * (gradient[i] as number) ** 2;
        const first = (m[i] as number) / (1 - 0.9 ** (t + 1));
        const second = (v[i] as number) / (1 - 0.999 ** (t + 1));
        p[i] = (p[i] as number) * (1 - 0.1 * 0.5) - (0.1 * first) / (Math.sqrt(second) + 1e-8);
      }
    }
    const got = run(adamw({ weightDecay: 0.5 }), gradients, 0.1);
    for (const i of [0, 1]) expect(got[i]).toBeCloseTo(p[i] as number, 4);
  });

  it("sgd: with and without momentum, by hand", () => {
    expect(
      run(
        sgd(),
        [
          [1, 0],
          [1, 0],
        ],
        0.5,
      ),
    ).toEqual([0, -2]);
    expect(
      run(
        sgd({ momentum: 0.5 }),
        [
          [1, 0],
          [1, 0],
        ],
        0.5,
      ),
    ).toEqual([-0.25, -2]);
  });

  it("clipByGlobalNorm: 3, 4 has norm 5; shorter ones are left alone", () => {
    const [clipped, norm] = clipByGlobalNorm([vector(3), vector(4)], 1);
    expect(read(norm)).toEqual([5]);
    expect(treeLeaves(clipped).map((leaf) => read(leaf)[0])).toEqual([
      Math.fround(3 * Math.fround(1 / 5.000001)),
      Math.fround(4 * Math.fround(1 / 5.000001)),
    ]);
    const [kept] = clipByGlobalNorm([vector(0.3), vector(0.4)], 1);
    expect(treeLeaves(kept).map((leaf) => read(leaf)[0])).toEqual([Math.fround(0.3), Math.fround(0.4)]);
    const long = normalArray(1, [1000], 1);
    const [same, length] = clipByGlobalNorm([toTensor(long)], 1e9);
    expect(read(length)[0]).toBeCloseTo(Math.sqrt(long.data.reduce((sum, x) => sum + x * x, 0)), 3);
    for (const leaf of treeLeaves(same)) leaf.dispose();
  });
});

const line: Model<"x", "y" | "z"> = {
  id: "line@1",
  parameters: (seed) => ({ net: mlpParameters(seed, "net", [2, 4, 1]), offset: hostArray([1], [0.5]) }),
  outputs: (p, { x }) => {
    const { net, offset } = p as { net: Tree; offset: Tensor };
    const y = mlp(net, x).reshape([-1]);
    return { y: y.ref.add(offset), z: np.square(y) };
  },
};
const inputs = { x: normalArray(2, [12, 2], 1) };

describe("createLearner", () => {
  it("moves parameters against the gradients at the outputs: SGD by hand through the offset", async () => {
    const learner = await createLearner(line, sgd({ learningRate: 0.1 }), { seed: 1 });
    const { gradientNorm } = learner.step(inputs, { y: new Float32Array(12).fill(1 / 12) });
    const { offset } = learner.parameters() as unknown as { offset: { data: Float32Array } };
    expect(offset.data[0]).toBeCloseTo(0.4, 6);
    expect(gradientNorm).toBeGreaterThan(1);
    learner.close();
  });

  it("fits a target: squared error of y falls a hundredfold", async () => {
    const learner = await createLearner(line, adamw({ learningRate: 0.02 }), { seed: 1, maxGradientNorm: 1 });
    const target = inputs.x.data.filter((_, i) => i % 2 === 0).map((x) => Math.sin(x));
    const loss = (): number =>
      learner.forward(inputs).y.reduce((sum, y, i) => sum + (y - (target[i] as number)) ** 2, 0);
    const before = loss();
    for (let k = 0; k < 400; k++) {
      const { y } = learner.forward(inputs);
      learner.step(inputs, { y: y.map((value, i) => (2 / 12) * (value - (target[i] as number))) });
    }
    expect(loss()).toBeLessThan(before / 100);
    learner.close();
  });

  it("goes on bit by bit after save and restore, also through a file", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "guerdon-")), "learner.safetensors");
    const steps = (learner: Awaited<ReturnType<typeof createLearner<"x", "y" | "z">>>, count: number): void => {
      for (let k = 0; k < count; k++)
        learner.step(inputs, { y: new Float32Array(12).fill(0.1), z: new Float32Array(12).fill(-0.1) });
    };
    const whole = await createLearner(line, adamw(), { seed: 1, maxGradientNorm: 0.5 });
    steps(whole, 3);
    const saved = whole.save();
    writeSafetensors(file, saved, { step: "3" });
    steps(whole, 3);
    const resumed = await createLearner(line, adamw(), { seed: 99, maxGradientNorm: 0.5 });
    resumed.restore(readSafetensors(file, resumed.save()));
    expect(readdirSync(join(file, ".."))).toEqual(["learner.safetensors"]);
    steps(resumed, 3);
    expect(resumed.save()).toEqual(whole.save());
    expect(resumed.save()).not.toEqual(saved);
    whole.close();
    resumed.close();
  });

  it("agrees with the interpreter, and its pull-back with differences", async () => {
    const run = weighedOutputs(line, inputs);
    expect(await parityGap(run, line.parameters(4))).toBeLessThan(1e-5);
    expect(await gradientError(run, line.parameters(4))).toBeLessThan(1e-3);
  });

  it("keeps memory flat over 300 updates", async () => {
    const learner = await createLearner(line, adamw(), { seed: 1, maxGradientNorm: 0.5 });
    const updates = (count: number): void => {
      for (let k = 0; k < count; k++) {
        const { y } = learner.forward(inputs);
        learner.step(inputs, { y });
      }
    };
    updates(100);
    const before = process.memoryUsage();
    updates(300);
    const after = process.memoryUsage();
    expect(after.external - before.external).toBeLessThan(4e6);
    learner.close();
  });
});

describe("safetensors", () => {
  it("names the array that does not fit", () => {
    const file = join(mkdtempSync(join(tmpdir(), "guerdon-")), "x.safetensors");
    writeSafetensors(file, { a: [hostArray([2], [1, 2])] });
    const message = (like: HostTree): string => {
      try {
        readSafetensors(file, like);
        return "";
      } catch (error) {
        return (error as Error).message.replace(file, "FILE");
      }
    };
    expect(message({ a: [hostArray([3])] })).toMatchInlineSnapshot(
      `"Expected \`a.0\` of FILE to be Float32Array [3], got Float32Array [2]."`,
    );
    expect(message({ a: [hostArray([2])], b: hostArray([]) })).toMatchInlineSnapshot(
      `"Expected \`b\` of FILE to be Float32Array [], got none."`,
    );
    expect(message({ a: [{ data: new Int32Array(2), shape: [2] }] })).toMatchInlineSnapshot(
      `"Expected \`a.0\` of FILE to be Int32Array [2], got Float32Array [2]."`,
    );
  });
});
