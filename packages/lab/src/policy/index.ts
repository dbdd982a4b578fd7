export { additivePolicy } from "./additive-policy.ts";
export type { AdditivePolicyOptions } from "./additive-tables.ts";
export { type AutomatonPolicyOptions, automatonPolicy } from "./automaton-policy.ts";
export { categoricalEntropyOf, categoricalHead, categoricalKl } from "./categorical-head.ts";
export { type ClassifierOptions, type Classify, fitClassifier, type LabelledRows } from "./classifier.ts";
export {
  type DenoisingScheduleOptions,
  type DenoisingStep,
  denoisingSchedule,
  type StepNoise,
} from "./denoising-schedule.ts";
export { type Blend, type DiffusionPath, diffusionPath, type PathName } from "./diffusion-path.ts";
export { argmaxRow, drawSoftmax } from "./draw-softmax.ts";
export { type FactoredOptions, factoredHead } from "./factored-head.ts";
export { type FitPerceptronOptions, fitPerceptron, type Regression } from "./fit-perceptron.ts";
export { fixedGaussianHead } from "./fixed-gaussian-head.ts";
export { type FlowHeadOptions, flowHead } from "./flow-head.ts";
export { type FlowPolicyOptions, flowPolicy } from "./flow-policy.ts";
export { createFlowSampler, type FlowSampler } from "./flow-sampler.ts";
export { FLOW_CONTEXT, type FlowShape, flowInputs, writeFlowTime } from "./flow-shape.ts";
export { type GaussianOptions, gaussianEntropy, gaussianHead, gaussianKl, gaussianLogProbs } from "./gaussian-head.ts";
export { type GaussianData, type GuidancePart, gaussianVelocity, guidedSamples } from "./gaussian-velocity.ts";
export { type GruParameters, gruCell, gruParameters } from "./gru-cell.ts";
export { type GruPolicyOptions, gruPolicy } from "./gru-policy.ts";
export type { Guide, GuidedStep } from "./guide-actor.ts";
export type { Evaluated, Head, HeadInput, HeadRows, RowSampler } from "./head.ts";
export {
  decoderLanguageModel,
  type GenerateOptions,
  type Generation,
  type LanguageModel,
  type TokenScores,
} from "./language-model.ts";
export { type LogLinearPlace, type LogLinearPolicyOptions, logLinearPolicy } from "./log-linear-policy.ts";
export { createMlpLearner } from "./mlp-learner.ts";
export type { MlpPolicyParameters, MlpShape } from "./mlp-memory.ts";
export { type MlpPolicyOptions, mlpPolicy } from "./mlp-policy.ts";
export { parseTokenizer, type Tokenizer } from "./parse-tokenizer.ts";
export { type PlainMlp, plainMlp } from "./plain-mlp.ts";
export { type Acted, type Actor, actedRows, type Policy, type StepDraw } from "./policy.ts";
export { type PositionPolicyOptions, positionPolicy } from "./position-policy.ts";
export { type RowNetwork, rowActor } from "./row-actor.ts";
export { createTokenSampler, type SamplingOptions, type TokenSampler } from "./sample-token.ts";
export { type SquashedGaussianOptions, squashedGaussianHead } from "./squashed-gaussian-head.ts";
export { createSteeredTable, type SteeredTable } from "./steered-table.ts";
export { loadStories, type StoriesModel } from "./stories.ts";
export { parseStories, type StoriesWeights } from "./stories-weights.ts";
export { type TabularPolicyOptions, tabularPolicy } from "./tabular-policy.ts";
export {
  type TokenLearner,
  type TokenPolicy,
  type TokenWriter,
  type TransformerPolicyOptions,
  transformerPolicy,
} from "./token-policy.ts";
export { type TransformerShape, transformer } from "./transformer.ts";
export type { TransformerConfig } from "./transformer-config.ts";
export { createDecoder, type TransformerDecoder } from "./transformer-decoder.ts";
export { createTransformerLearner, type TokenKernelShape } from "./transformer-learner.ts";
export { type TransformerParameters, transformerParameters } from "./transformer-parameters.ts";
