import { moveByAdam } from "../policy/move-by-adam.ts";
import type { TokenLearner } from "../policy/token-policy.ts";
import { type HostInput, hostArray, type Optimiser } from "../tensor/index.ts";
import { ContextualRow, type Outputs, type Pulls } from "./contextual-row.ts";
import { FIRST_CHOICE } from "./contextual-task.ts";
import {
  blocksOf,
  contextBuffers,
  type NetworkBlocks,
  type NetworkShape,
  pullContext,
  runContext,
} from "./run-context.ts";

export interface ContextualLearnerSettings extends NetworkShape {
  readonly contexts: readonly ArrayLike<number>[];
  readonly temperature: number;
  readonly adam: NonNullable<Optimiser["adam"]>;
  /** The rate of a step that names none. */
  readonly learningRate: number;
  readonly maxGradientNorm?: number | undefined;
  /** One vector of all blocks. */
  readonly parameters: Float32Array;
}

type Inputs = { readonly prompts: HostInput; readonly completions: HostInput };

/**
 * A learner of `contextualPolicy`, by hand: a context is read once for all responses to it.
 *
 * Outputs after the end of a response are 0, and so are their gradients.
 */
export function createContextualLearner(settings: ContextualLearnerSettings): TokenLearner {
  const { adam, maxGradientNorm } = settings;
  const theta = settings.parameters.slice();
  const [mean, square] = [new Float32Array(theta.length), new Float32Array(theta.length)];
  const gradient = new Float64Array(theta.length);
  let steps = 0;
  return {
    forward: (inputs) => pass(settings, theta, inputs as Inputs),
    step: (inputs, pulls, { learningRate = settings.learningRate } = {}) => {
      gradient.fill(0);
      const { pulled } = pass(settings, theta, inputs as Inputs, pulls, blocksOf(settings, gradient));
      steps++;
      const moments = { theta, gradient, mean, square };
      const gradientNorm = moveByAdam(moments, adam, { steps, learningRate, maxGradientNorm });
      return { gradientNorm, pulled };
    },
    parameters: () => hostArray([theta.length], theta.slice()),
    save: () => ({
      parameters: hostArray([theta.length], theta.slice()),
      optimiser: {
        mean: hostArray([mean.length], mean.slice()),
        square: hostArray([square.length], square.slice()),
        steps: hostArray([], [steps]),
      },
    }),
    restore: (saved) => {
      const { parameters, optimiser } = saved as { parameters: HostInput; optimiser: { [name: string]: HostInput } };
      theta.set(parameters.data);
      mean.set((optimiser.mean as HostInput).data);
      square.set((optimiser.square as HostInput).data);
      steps = (optimiser.steps as HostInput).data[0] as number;
    },
    close: () => {},
  };
}

/** Runs all responses; with pulls, adds the gradient of Σ pull · output. */
function pass(
  settings: ContextualLearnerSettings,
  theta: Float32Array,
  { prompts, completions }: Inputs,
  pulls: Pulls = {},
  gradient?: NetworkBlocks<Float64Array>,
): { readonly logProbs: Float32Array; readonly entropy: Float32Array; readonly pulled: number } {
  const { plan, contexts } = settings;
  const blocks = blocksOf(settings, theta);
  const count = prompts.shape[0] as number;
  const [rows, maxTokens] = completions.shape as [number, number];
  const out: Outputs = { logProbs: new Float32Array(rows * maxTokens), entropy: new Float32Array(rows * maxTokens) };
  const buffers = contextBuffers(settings);
  const { z, dz } = buffers;
  const row = new ContextualRow(settings, blocks.table);
  let pulled = 0;
  for (let p = 0; p < count; p++) {
    const context = (prompts.data[p] as number) - FIRST_CHOICE - plan.width;
    const x = contexts[context] as ArrayLike<number>;
    runContext(settings, blocks, x, buffers);
    dz.fill(0);
    for (let r = (p * rows) / count; r < ((p + 1) * rows) / count; r++)
      pulled += row.run(
        { context, z, ids: completions.data, at: r * maxTokens, maxTokens },
        pulls,
        out,
        dz,
        gradient?.table,
      );
    if (gradient !== undefined) pullContext(settings, blocks, gradient, x, buffers);
  }
  return { ...out, pulled };
}
