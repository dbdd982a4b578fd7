import {
  type HostInput,
  type HostTree,
  hostArray,
  type Learner,
  type LearnerSettings,
  type Optimiser,
} from "../tensor/index.ts";
import { adamOf, adamStep } from "./adam-step.ts";
import { pullTokens } from "./evaluate-tokens.ts";
import { pullTransformer } from "./pull-transformer.ts";
import {
  isRead,
  lengthsByEnd,
  lengthsByGradient,
  type TokenBatch,
  type TokenInputs,
  type TokenPulls,
} from "./token-batch.ts";
import type { TransformerShape } from "./transformer.ts";
import type { TransformerConfig } from "./transformer-config.ts";
import { type TransformerParameters, transformerParameters } from "./transformer-parameters.ts";
import { batchFor, logitRows, readTokens, startTransformerRun } from "./transformer-run.ts";

/** What kernels know of a world besides sizes. */
export interface TokenKernelShape extends TransformerShape {
  /** The token that ends a completion. */
  readonly end: number;
}

/**
 * A learner of a `transformer` on hand-written kernels: what `createLearner` of it is, several times as fast.
 *
 * Padding is not computed: `forward` leaves 0 after the first end of a completion, and `step` reads completions only up
 * to their last token with a gradient, prompts only where one of their completions has any. Activations of all rows
 * are kept from the forward pass to the backward pass, in memory that is allocated once for the largest batch.
 * `forward` gives columns that the next call writes over; `step` on the inputs of the last `forward` does not run the
 * network again.
 *
 * @throws RewardError GUERDON_OPTION when the optimiser is not AdamW or `hidden` no multiple of 8, GUERDON_SHAPE for inputs
 *   that do not fit the model
 */
export function createTransformerLearner(
  config: TransformerConfig,
  shape: TokenKernelShape,
  optimiser: Optimiser,
  settings: LearnerSettings,
): Learner<"prompts" | "completions", "logProbs" | "entropy"> {
  const adam = adamOf(optimiser);
  const fresh = settings.parameters ?? transformerParameters(config, settings.seed);
  const run = startTransformerRun(config, fresh as TransformerParameters);
  let steps = 0;
  let shown: TokenInputs | undefined;
  return {
    forward: (inputs) => {
      shown = undefined;
      const batch = batchFor(run, inputs);
      lengthsByEnd(batch, inputs.completions, shape.end);
      readTokens(run, inputs, shape);
      shown = inputs;
      return batch.outputs;
    },
    step: (inputs, gradients, { learningRate = optimiser.learningRate } = {}) => {
      const isShown = shown === inputs;
      shown = undefined;
      const batch = batchFor(run, inputs);
      const fits = lengthsByGradient(batch, gradients);
      if (!fits || !isShown || !isRead(batch, inputs)) readTokens(run, inputs, shape);
      const pulled = pulledBy(batch, gradients);
      const { logProbs, entropy } = gradients;
      pullTokens(logitRows(run, shape), logProbs, entropy, batch.outputs.entropy);
      pullTransformer(run.memory, batch.plan);
      steps++;
      const clip = { learningRate, maxGradientNorm: settings.maxGradientNorm };
      return { gradientNorm: adamStep(run.memory.network, run.memory, { adam, steps, ...clip }), pulled };
    },
    parameters: () => run.memory.blocks.read(run.memory.parameters) as unknown as HostTree,
    save: () => {
      const { blocks, parameters, mean, square } = run.memory;
      const moments = { mean: blocks.read(mean), square: blocks.read(square), steps: hostArray([], [steps]) };
      return { parameters: blocks.read(parameters), optimiser: moments } as unknown as HostTree;
    },
    restore: (saved) => {
      const { parameters, optimiser: moments } = saved as unknown as Saved;
      const { blocks, ...memory } = run.memory;
      blocks.write(memory.parameters, parameters);
      blocks.write(memory.mean, moments.mean);
      blocks.write(memory.square, moments.square);
      steps = moments.steps.data[0] as number;
      shown = undefined;
    },
    close: () => {
      shown = undefined;
    },
  };
}

interface Saved {
  readonly parameters: TransformerParameters;
  readonly optimiser: {
    readonly mean: TransformerParameters;
    readonly square: TransformerParameters;
    readonly steps: HostInput;
  };
}

/** Σ gradient · output. */
function pulledBy({ outputs }: TokenBatch, gradients: TokenPulls): number {
  let sum = 0;
  for (const name of ["logProbs", "entropy"] as const) {
    const pull = gradients[name];
    if (pull === undefined) continue;
    const output = outputs[name];
    for (let i = 0; i < output.length; i++) sum += (pull[i] as number) * (output[i] as number);
  }
  return sum;
}
