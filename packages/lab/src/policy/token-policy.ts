import type { HostTree, Model } from "../tensor/index.ts";
import type { TokenWorld } from "../world/token-world.ts";
import { decoderLanguageModel, type LanguageModel } from "./language-model.ts";
import { transformer } from "./transformer.ts";
import type { TransformerConfig } from "./transformer-config.ts";
import { createDecoder } from "./transformer-decoder.ts";
import type { TransformerParameters } from "./transformer-parameters.ts";

/** Writes completions from parameters on the host. */
export interface TokenWriter extends Pick<LanguageModel, "generate"> {
  load(parameters: HostTree): void;
}

/**
 * A policy that writes tokens, twice: a model to train, and a writer to act with.
 *
 * The model reads `tokens` [R, L + M] and puts out `logProbs` and `entropy` [R·M], those of the temperature given.
 */
export interface TokenPolicy {
  readonly id: `${string}@${number}`;
  model(world: TokenWorld, temperature: number): Model<"tokens", "logProbs" | "entropy">;
  /** @param batch - completions that are written at a time */
  writer(world: TokenWorld, batch: number): TokenWriter;
}

/** A small decoder as a policy: vocabulary and context are those of the world. */
export function transformerPolicy(config: Omit<TransformerConfig, "vocabulary" | "context">): TokenPolicy {
  const sizes = (world: TokenWorld): TransformerConfig => ({
    ...config,
    vocabulary: world.vocabulary.length,
    context: world.maxPromptTokens + world.maxTokens,
  });
  return {
    id: "transformer@1",
    model: (world, temperature) => {
      const { maxPromptTokens, maxTokens, pad } = world;
      return transformer(sizes(world), { promptTokens: maxPromptTokens, maxTokens, pad, temperature });
    },
    writer: (world, batch) => {
      const model = decoderLanguageModel(createDecoder(sizes(world), batch));
      return { generate: model.generate, load: (parameters) => model.load(parameters as TransformerParameters) };
    },
  };
}
