import { uniformAt } from "@guerdon/core/random";
import { nn, numpy as np } from "@jax-js/jax";
import { categoricalEntropyOf } from "../policy/categorical-head.ts";
import type { GenerateOptions, Generation } from "../policy/language-model.ts";
import { plainMlp } from "../policy/plain-mlp.ts";
import { createTokenSampler } from "../policy/sample-token.ts";
import type { TokenModel, TokenPolicy, TokenWriter } from "../policy/token-policy.ts";
import {
  type DenseParameters,
  type HostFloats,
  hostArray,
  mlp,
  mlpParameters,
  pick,
  type Tensor,
  type Tree,
} from "../tensor/index.ts";
import { KINDS } from "./click-targets.ts";
import type { Prompts, TokenWorld } from "./token-world.ts";

export interface ClickPolicyOptions {
  /** Widths of the hidden layers. Default one of 16. */
  readonly hidden?: readonly number[];
  /** Standard deviation of a click on each axis at the start. Default 0.15. */
  readonly spread?: number;
}

/** The token of cell 0 in `clickTargets`. */
const FIRST = 2;

/**
 * The policy of `clickTargets`: a normal distribution on each axis, cut into cells.
 *
 *   logit_c = −½ ((x_c − μ) / σ)²,   μ = guess + f(kind, guess),   x_c = (c + ½) / K
 *
 * f is a perceptron that starts near 0; log σ is one parameter for each axis. What lies beyond the screen is not drawn.
 *
 * @shape completions [R, 2] → log-probabilities and entropies [R·2]
 * @paper 031 §Experiment A (spread 0.15 at the start)
 */
export function clickPolicy({ hidden = [16], spread = 0.15 }: ClickPolicyOptions = {}): TokenPolicy {
  const widths = [KINDS + 2, ...hidden, 2];
  return {
    id: "click@1",
    model: (world, temperature) => modelOf(widths, spread, cellsOf(world), temperature),
    writer: (world) => writerOf(widths, cellsOf(world)),
  };
}

function cellsOf({ vocabulary }: TokenWorld): number {
  return vocabulary.length - FIRST - KINDS;
}

function modelOf(widths: readonly number[], spread: number, cells: number, temperature: number): TokenModel {
  return {
    id: "click@1",
    parameters: (seed) => ({
      mean: mlpParameters(seed, "click", widths, 0.01),
      logSpread: hostArray([2], [Math.log(spread), Math.log(spread)]),
    }),
    outputs: (parameters, { prompts, completions }) => {
      const { mean, logSpread } = parameters as { readonly mean: Tree; readonly logSpread: Tensor };
      const [count, rows] = [prompts.shape[0] as number, completions.shape[0] as number];
      const kind = nn.oneHot(prompts.ref.slice([], 0).sub(FIRST + cells), KINDS);
      const guess = prompts
        .slice([], [1, 3])
        .sub(FIRST)
        .astype(np.float32)
        .add(0.5)
        .mul(1 / cells);
      const middle = guess.ref.add(mlp(mean, np.concatenate([kind, guess], 1))).reshape([count, 1, 2, 1]);
      const grid = Float32Array.from({ length: cells }, (_, c) => (c + 0.5) / cells);
      const off = np.array(grid).reshape([1, 1, 1, cells]).sub(middle);
      const scaled = off.mul(np.exp(logSpread.mul(-1)).reshape([1, 1, 2, 1]));
      const logits = np
        .zeros([count, rows / count, 2, cells])
        .add(np.square(scaled).mul(-0.5 / temperature))
        .reshape([rows * 2, cells]);
      const logProbs = nn.logSoftmax(logits);
      const chosen = completions.reshape([-1]).sub(FIRST);
      return { logProbs: pick(logProbs.ref, chosen), entropy: categoricalEntropyOf(logProbs) };
    },
  };
}

function writerOf(widths: readonly number[], cells: number): TokenWriter {
  const network = plainMlp(widths, "tanh");
  let logSpread: HostFloats = hostArray([2]);
  return {
    load: (parameters) => {
      const loaded = parameters as unknown as { mean: readonly DenseParameters[]; logSpread: HostFloats };
      network.load(loaded.mean);
      logSpread = loaded.logSpread;
    },
    generate: (prompts, options) => write(network.run, () => logSpread.data, cells, prompts, options),
  };
}

function write(
  mean: (inputs: Float64Array, at: number) => Float64Array,
  logSpread: () => ArrayLike<number>,
  cells: number,
  prompts: Pick<Prompts, "ids" | "count" | "length">,
  { perPrompt = 1, key = 0, first = 0, ...sampling }: GenerateOptions,
): Generation {
  const rows = prompts.count * perPrompt;
  const sampler = createTokenSampler(cells, sampling);
  const [logits, inputs] = [new Float64Array(2 * cells), new Float64Array(KINDS + 2)];
  const out = {
    ids: new Int32Array(rows * 2),
    maxTokens: 2,
    lengths: new Int32Array(rows).fill(2),
    ended: new Uint8Array(rows),
    logProbs: new Float64Array(rows * 2),
    entropies: new Float64Array(rows * 2),
  };
  for (let r = 0; r < rows; r++) {
    const prompt = Math.floor(r / perPrompt) * prompts.length;
    if (r % perPrompt === 0) readLogits(prompts.ids, prompt);
    for (let axis = 0; axis < 2; axis++) {
      const at = r * 2 + axis;
      const cell = sampler.draw(logits, axis * cells, uniformAt(key, (first + r) * 2 + axis));
      out.ids[at] = FIRST + cell;
      out.logProbs[at] = sampler.logProbOf(cell);
      out.entropies[at] = sampler.entropy;
    }
  }
  return out;

  function readLogits(ids: Int32Array, prompt: number): void {
    inputs.fill(0);
    inputs[(ids[prompt] as number) - FIRST - cells] = 1;
    for (let axis = 0; axis < 2; axis++)
      inputs[KINDS + axis] = ((ids[prompt + 1 + axis] as number) - FIRST + 0.5) / cells;
    const moved = mean(inputs, 0);
    for (let axis = 0; axis < 2; axis++) {
      const middle = (inputs[KINDS + axis] as number) + (moved[axis] as number);
      const precision = Math.exp(-(logSpread()[axis] as number));
      for (let c = 0; c < cells; c++) logits[axis * cells + c] = -0.5 * (((c + 0.5) / cells - middle) * precision) ** 2;
    }
  }
}
