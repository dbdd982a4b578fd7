import { uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import {
  adamw,
  createLearner,
  type HostInput,
  type HostTree,
  hostArray,
  hostLeaves,
  type Learner,
  type LearnerSettings,
  mapHost,
  normalArray,
  sgd,
} from "../tensor/index.ts";
import { relativeGap } from "../tensor/parity-gate.test-support.ts";
import { arithmeticThinking } from "../world/index.ts";
import type { TokenInputs } from "./token-batch.ts";
import { transformerPolicy } from "./token-policy.ts";
import { transformer } from "./transformer.ts";
import type { TransformerConfig } from "./transformer-config.ts";
import { createTransformerLearner } from "./transformer-learner.ts";
import { transformerParameters } from "./transformer-parameters.ts";

type TokenLearner = Learner<"prompts" | "completions", "logProbs" | "entropy">;
interface Case {
  readonly config: TransformerConfig;
  readonly temperature?: number;
  /** Prompts, tokens of each, completions of each, tokens of each. */
  readonly extent: readonly [prompts: number, length: number, perPrompt: number, maxTokens: number];
}

const [PAD, END] = [0, 1];
const BASE: TransformerConfig = { vocabulary: 9, context: 11, width: 16, layers: 2, heads: 2, hidden: 24 };
const CASES: readonly (readonly [string, Case])[] = [
  ["rotary, own head", { config: BASE, extent: [4, 5, 3, 6] }],
  [
    "swiglu, tied, shared keys, cooler",
    { config: { ...BASE, activation: "swiglu", tied: true, keyHeads: 1 }, temperature: 0.7, extent: [3, 5, 2, 6] },
  ],
  [
    "learnt positions, one layer of four heads, warmer",
    {
      config: { ...BASE, width: 32, layers: 1, heads: 4, hidden: 40, positions: "learnt" },
      temperature: 1.5,
      extent: [5, 4, 1, 3],
    },
  ],
  ["three layers, prompts of one token", { config: { ...BASE, layers: 3, vocabulary: 16 }, extent: [3, 1, 3, 4] }],
  ["completions of one token, one prompt", { config: { ...BASE, positions: "learnt" }, extent: [1, 3, 1, 1] }],
];

/** Parameters far enough from 0 that every part matters. */
function lively(config: TransformerConfig): HostTree {
  return mapHost(transformerParameters(config, 3), (leaf, path) => {
    const gain = path.endsWith("Norm") ? 1 : path === "head" ? 4 : 1.2;
    const wave = gain === 1 ? 0.1 : 0;
    return hostArray(
      leaf.shape,
      leaf.data.map((value, i) => gain * value + wave * Math.sin(i)),
    );
  });
}

/** Prompts padded to the left; completions of all lengths, with padding after the end. */
function inputsOf({ config, extent: [prompts, length, perPrompt, maxTokens] }: Case, seed = 1): TokenInputs {
  const token = (i: number): number => 2 + Math.floor((config.vocabulary - 2) * uniformAt(seed, i));
  const rows = prompts * perPrompt;
  return {
    prompts: {
      data: Int32Array.from({ length: prompts * length }, (_, i) =>
        i % length < Math.min(length - 1, Math.floor(i / length) % 4) ? PAD : token(i),
      ),
      shape: [prompts, length],
    },
    completions: {
      data: Int32Array.from({ length: rows * maxTokens }, (_, i) => {
        const beyond = (i % maxTokens) - (Math.floor(i / maxTokens) % maxTokens);
        return beyond > 0 ? PAD : beyond === 0 ? END : token(1000 + i);
      }),
      shape: [rows, maxTokens],
    },
  };
}

/** 1 for tokens up to the end. */
function maskOf({ completions: { data, shape } }: TokenInputs): number[] {
  const maxTokens = shape[1] as number;
  return Array.from(data, (_, i) => (data.subarray(i - (i % maxTokens), i).includes(END) ? 0 : 1));
}

function pullsOf(inputs: TokenInputs, seed = 31): { logProbs: Float32Array; entropy: Float32Array } {
  const mask = maskOf(inputs);
  const masked = (key: number): Float32Array =>
    normalArray(key, [mask.length], 0.1).data.map((value, i) => value * (mask[i] as number)) as Float32Array;
  return { logProbs: masked(seed), entropy: masked(seed + 1) };
}

const settings = ({ config }: Case): LearnerSettings => ({ seed: 1, parameters: lively(config) });
const fastOf = (
  of: Case,
  more: Partial<LearnerSettings> = {},
  optimiser = adamw({ learningRate: 0.01 }),
): TokenLearner =>
  createTransformerLearner(of.config, { pad: PAD, end: END, temperature: of.temperature ?? 1 }, optimiser, {
    ...settings(of),
    ...more,
  });
const slowOf = (of: Case, more: Partial<LearnerSettings> = {}, optimiser = adamw({ learningRate: 0.01 })) =>
  createLearner(transformer(of.config, { pad: PAD, temperature: of.temperature ?? 1 }), optimiser, {
    ...settings(of),
    ...more,
  }) as Promise<TokenLearner>;
const flat = (tree: HostTree): number[] => hostLeaves(tree).flatMap(([, { data }]) => [...data]);

/** The first moment after one step: (1 − β₁) times the gradient. */
const slopesOf = (learner: TokenLearner): readonly [path: string, leaf: HostInput][] =>
  hostLeaves((learner.save() as { optimiser: { mean: HostTree } }).optimiser.mean);

describe.each(CASES)("transformer on kernels: %s", (_, of) => {
  it("puts out what the tensor engine does up to the end, and 0 after it", async () => {
    const inputs = inputsOf(of);
    const [fast, slow] = [fastOf(of), await slowOf(of)];
    const [got, wanted, mask] = [fast.forward(inputs), slow.forward(inputs), maskOf(inputs)];
    for (const name of ["logProbs", "entropy"] as const) {
      expect(
        relativeGap(
          got[name],
          wanted[name].map((value, i) => value * (mask[i] as number)),
        ),
      ).toBeLessThan(3e-5);
    }
    slow.close();
  });

  it("has the gradient of the tensor engine in every parameter (1e-3)", async () => {
    const inputs = inputsOf(of);
    const [fast, slow] = [fastOf(of), await slowOf(of)];
    const [a, b] = [fast, slow].map((learner) => learner.step(inputs, pullsOf(inputs)));
    expect(Math.abs((a?.gradientNorm as number) / (b?.gradientNorm as number) - 1)).toBeLessThan(1e-4);
    expect(Math.abs((a?.pulled as number) - (b?.pulled as number))).toBeLessThan(1e-4);
    const got = slopesOf(fast);
    const engine = (slow.save() as { optimiser: { mean: HostInput } }).optimiser.mean.data;
    let at = 0;
    for (const [path, { data }] of got) {
      const part = engine.subarray(at, at + data.length);
      at += data.length;
      expect([path, relativeGap(data, part) < 1e-3]).toEqual([path, true]);
    }
    expect(at).toBe(engine.length);
    slow.close();
  });
});

const [, ROTARY] = CASES[0] as (typeof CASES)[number];
const [, GATED] = CASES[1] as (typeof CASES)[number];
const [, LEARNT] = CASES[2] as (typeof CASES)[number];

const weighed = (column: Float32Array, weights: Float32Array): number =>
  column.reduce((sum, value, i) => sum + value * (weights[i] as number), 0);

/** Parameters with one number moved. */
function movedAt(tree: HostTree, place: number, by: number): HostTree {
  let at = 0;
  return mapHost(tree, ({ data, shape }) => {
    const from = at;
    at += data.length;
    return hostArray(
      shape,
      data.map((value, i) => (from + i === place ? value + by : value)),
    );
  });
}

describe("transformer on kernels", () => {
  it.each([
    ["rotary", ROTARY, undefined],
    ["swiglu", GATED, 0.05],
    ["learnt", LEARNT, 0.05],
  ] as const)("takes the same five steps as the tensor engine, clipped or not: %s", async (_, of, maxGradientNorm) => {
    const more = maxGradientNorm === undefined ? {} : { maxGradientNorm };
    const make = () => adamw({ learningRate: 0.01, weightDecay: 0.1 });
    const [fast, slow] = [fastOf(of, more, make()), await slowOf(of, more, make())];
    for (let k = 0; k < 5; k++) {
      const inputs = inputsOf(of, k);
      const [a, b] = [fast, slow].map((learner) => learner.step(inputs, pullsOf(inputs, 31 + k)));
      expect(Math.abs((a?.gradientNorm as number) / (b?.gradientNorm as number) - 1)).toBeLessThan(1e-3);
    }
    const paths = (learner: TokenLearner): string[] => hostLeaves(learner.parameters()).map(([path]) => path);
    expect(paths(fast)).toEqual(paths(slow));
    // Adam divides by the size of a gradient: coordinates that hardly have one move by its rounding.
    const [got, wanted, start] = [flat(fast.parameters()), flat(slow.parameters()), flat(lively(of.config))];
    const distance = (a: number[], b: number[]): number => Math.hypot(...a.map((value, i) => value - (b[i] as number)));
    expect(distance(got, wanted) / distance(wanted, start)).toBeLessThan(5e-3);
    slow.close();
  });

  it.each([
    ["rotary", ROTARY],
    ["swiglu", GATED],
    ["learnt", LEARNT],
  ] as const)("has the gradient of central differences of its own outputs (1e-3): %s", (_, { config }) => {
    // Few preactivations where there are kinks, so that none is crossed within the step.
    const layers = config.activation === "swiglu" ? 2 : 1;
    const of: Case = { config: { ...config, layers, hidden: 8 }, extent: [1, 3, 2, 2] };
    const inputs = {
      prompts: { data: Int32Array.of(PAD, 3, 5), shape: [1, 3] },
      completions: { data: Int32Array.of(5, 2, 4, 7), shape: [2, 2] },
    };
    const pulls = pullsOf(inputs);
    const sharp = mapHost(transformerParameters(of.config, 4), ({ shape, data }, path) =>
      hostArray(
        shape,
        data.map((value) => (path === "head" ? 10 * value : value)),
      ),
    );
    const learner = fastOf(of, { parameters: sharp });
    const { optimiser } = learner.save() as { optimiser: HostTree };
    learner.step(inputs, pulls);
    const slopes = slopesOf(learner).flatMap(([, { data }]) => [...data].map((value) => 10 * value));
    const valueAt = (place: number, by: number): number => {
      learner.restore({ parameters: movedAt(sharp, place, by), optimiser });
      const { logProbs, entropy } = learner.forward(inputs);
      return weighed(logProbs, pulls.logProbs) + weighed(entropy, pulls.entropy);
    };
    let error = 0;
    const stride = Math.ceil(slopes.length / 300);
    for (let i = 0; i < slopes.length; i += stride) {
      // Two step sizes, extrapolated: the error of the differences falls with the fourth power.
      const slope = (h: number): number => (valueAt(i, h) - valueAt(i, -h)) / (2 * h);
      error += ((slopes[i] as number) - (4 * slope(4e-3) - slope(8e-3)) / 3) ** 2;
    }
    expect(Math.sqrt(error * stride) / Math.hypot(...slopes)).toBeLessThan(1e-3);
  });

  it("steps the same with and without `forward` before, and after the inputs were written over", () => {
    const [one, two, three, four] = [fastOf(ROTARY), fastOf(ROTARY), fastOf(ROTARY), fastOf(ROTARY)];
    const inputs = inputsOf(ROTARY);
    one.step(inputs, pullsOf(inputs));
    two.forward(inputs);
    two.step(inputs, pullsOf(inputs));
    const changing = inputsOf(ROTARY, 2);
    three.forward(changing);
    for (const name of ["prompts", "completions"] as const) changing[name].data.set(inputs[name].data);
    three.step(changing, pullsOf(inputs));
    four.forward(inputsOf(ROTARY, 2));
    four.step(inputs, pullsOf(inputs));
    for (const other of [two, three, four]) expect(other.save()).toEqual(one.save());
  });

  it("leaves out what has no gradient, and gets the gradient of the engine that does not", async () => {
    const inputs = inputsOf(ROTARY);
    const all = pullsOf(inputs);
    // Prompt 1 has none at all, completions are cut after three tokens, one is left out.
    const kept = (i: number): boolean => i % 6 < 3 && Math.floor(i / 18) !== 1 && Math.floor(i / 6) !== 7;
    const pulls = { logProbs: all.logProbs.map((value, i) => (kept(i) ? value : 0)) };
    const [fast, after, slow] = [fastOf(ROTARY), fastOf(ROTARY), await slowOf(ROTARY)];
    after.forward(inputs);
    const [a, b, c] = [fast, after, slow].map((learner) => learner.step(inputs, pulls).gradientNorm);
    expect(a).toBe(b);
    expect(Math.abs((a as number) / (c as number) - 1)).toBeLessThan(1e-4);
    const before = flat(fastOf(ROTARY).parameters());
    const still = fastOf(ROTARY);
    expect(still.step(inputs, { logProbs: new Float64Array(72) })).toEqual({ gradientNorm: 0, pulled: 0 });
    expect(flat(still.parameters())).toEqual(before);
    slow.close();
  });

  it("goes on bit by bit after save and restore, through batches of other shapes", () => {
    const [whole, resumed] = [fastOf(GATED), fastOf(GATED, { parameters: lively({ ...GATED.config }), seed: 9 })];
    const small = inputsOf({ ...GATED, extent: [2, 3, 1, 2] });
    const large = inputsOf({ ...GATED, extent: [6, 5, 4, 6] });
    for (const inputs of [small, inputsOf(GATED), large, small]) whole.step(inputs, pullsOf(inputs));
    const saved = structuredClone(whole.save());
    resumed.restore(saved);
    for (const learner of [whole, resumed]) {
      for (const inputs of [inputsOf(GATED), large]) learner.step(inputs, pullsOf(inputs));
    }
    expect(resumed.save()).toEqual(whole.save());
    expect(flat(whole.save())).not.toEqual(flat(saved));
  });

  it("refuses other optimisers, shapes, tokens and gradients", () => {
    const inputs = inputsOf(ROTARY);
    const learner = fastOf(ROTARY);
    expect(() => fastOf(ROTARY, {}, sgd())).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the optimiser to be adamw@1, got sgd@1.]`,
    );
    const odd = { ...inputs, completions: { data: new Int32Array(5 * 6), shape: [5, 6] } };
    expect(() => learner.forward(odd)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected prompts [P, L] and completions [P·G, M], got [4,5] and [5,6].]`,
    );
    const foreign = { ...inputs, prompts: { ...inputs.prompts, data: inputs.prompts.data.map(() => 9) } };
    expect(() => learner.forward(foreign as TokenInputs)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected tokens of 0 … 8, got 9.]`,
    );
    expect(() => learner.step(inputs, { logProbs: new Float64Array(71) })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected 72 gradients, got 71.]`,
    );
    expect(() => fastOf({ ...ROTARY, config: { ...BASE, hidden: 12 } })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`hidden\` to be a multiple of 8, got 12.]`,
    );
    const long = { ...LEARNT, extent: [1, 9, 1, 6] } as const;
    expect(() => fastOf(LEARNT).forward(inputsOf(long))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected sequences of at most 11 tokens, got 14.]`,
    );
    const before = flat(fastOf(ROTARY).parameters());
    expect(flat(learner.parameters())).toEqual(before);
  });

  it("is offered by the policy where it knows the optimiser and the widths", () => {
    const world = arithmeticThinking({ digits: 1 });
    const sizes = { width: 16, layers: 1, heads: 2, hidden: 16 };
    const learner = (options: Partial<typeof sizes & { kernels: boolean }>, optimiser = adamw()) =>
      transformerPolicy({ ...sizes, ...options }).learner?.(world, 1, optimiser, { seed: 1 });
    expect(learner({})).toBeDefined();
    expect(learner({}, sgd())).toBe(undefined);
    expect(learner({ kernels: false })).toBe(undefined);
    expect(learner({ hidden: 12 })).toBe(undefined);
  });
});
