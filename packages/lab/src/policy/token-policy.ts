import type { HostTree, Learner, LearnerSettings, Model, Optimiser } from "../tensor/index.ts";
import type { TokenWorld } from "../world/token-world.ts";
import { decoderLanguageModel, type LanguageModel } from "./language-model.ts";
import { transformer } from "./transformer.ts";
import type { TransformerConfig } from "./transformer-config.ts";
import { createDecoder } from "./transformer-decoder.ts";
import { createTransformerLearner } from "./transformer-learner.ts";
import type { TransformerParameters } from "./transformer-parameters.ts";

export type TokenModel = Model<"prompts" | "completions", "logProbs" | "entropy">;

export type TokenLearner = Learner<"prompts" | "completions", "logProbs" | "entropy">;

/** Writes completions from parameters on the host. */
export interface TokenWriter extends Pick<LanguageModel, "generate"> {
  load(parameters: HostTree): void;
}

/**
 * A policy that writes tokens, twice: a model to train, and a writer to act with.
 *
 * The model reads `prompts` [P, L] and their `completions` [P·G, M], and puts out `logProbs` and `entropy` [P·G·M], those
 * of the temperature given.
 */
export interface TokenPolicy {
  readonly id: `${string}@${number}`;
  model(world: TokenWorld, temperature: number): TokenModel;
  /** @param batch - completions that are written at a time */
  writer(world: TokenWorld, batch: number): TokenWriter;
  /**
   * A learner of the model on kernels of its own; absent or `undefined` where only the tensor engine can train it.
   *
   * Its outputs after the end of a completion are 0.
   */
  learner?(
    world: TokenWorld,
    temperature: number,
    optimiser: Optimiser,
    settings: LearnerSettings,
  ): TokenLearner | undefined;
}

export interface TransformerPolicyOptions extends Omit<TransformerConfig, "vocabulary" | "context"> {
  /** Whether hand-written kernels learn, where they know the optimiser. Default true. */
  readonly kernels?: boolean;
}

/** A small decoder as a policy: vocabulary and context are those of the world. */
export function transformerPolicy({ kernels = true, ...config }: TransformerPolicyOptions): TokenPolicy {
  const sizes = (world: TokenWorld): TransformerConfig => ({
    ...config,
    vocabulary: world.vocabulary.length,
    context: world.maxPromptTokens + world.maxTokens,
  });
  return {
    id: "transformer@1",
    model: (world, temperature) => transformer(sizes(world), { pad: world.pad, temperature }),
    writer: (world, batch) => {
      const model = decoderLanguageModel(createDecoder(sizes(world), batch));
      return { generate: model.generate, load: (parameters) => model.load(parameters as TransformerParameters) };
    },
    learner: (world, temperature, optimiser, settings) => {
      if (!kernels || optimiser.adam === undefined || config.hidden % 8 !== 0) return undefined;
      const { pad, end } = world;
      return createTransformerLearner(sizes(world), { pad, end, temperature }, optimiser, settings);
    },
  };
}
