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
