import type { AnyFactory } from "../piece/index.ts";
import { absoluteAnchored } from "./absolute-anchored.ts";
import { accumulate } from "./accumulate.ts";
import { bestOfGroup } from "./best-of-group.ts";
import { clippedBonus } from "./clipped-bonus.ts";
import { conditional } from "./conditional.ts";
import { decoupled } from "./decoupled.ts";
import { entropyScale } from "./entropy-scale.ts";
import { episodePlusStep } from "./episode-plus-step.ts";
import { futureClarity } from "./future-clarity.ts";
import { gae } from "./gae.ts";
import { given } from "./given.ts";
import { groupBy } from "./group-by.ts";
import { groupRelative } from "./group-relative.ts";
import { hierarchical } from "./hierarchical.ts";
import { logMean } from "./log-mean.ts";
import { maskedAmplify } from "./masked-amplify.ts";
import { multiHeadGae } from "./multi-head-gae.ts";
import { perSourceReturns } from "./per-source-returns.ts";
import { referenceRelative } from "./reference-relative.ts";
import { runningPrompt } from "./running-prompt.ts";
import { weigh } from "./weigh.ts";
import { whiten } from "./whiten.ts";

/** All advantages, for a library. */
export const advantages: readonly AnyFactory[] = [
  absoluteAnchored,
  accumulate,
  bestOfGroup,
  clippedBonus,
  conditional,
  decoupled,
  entropyScale,
  episodePlusStep,
  futureClarity,
  gae,
  given,
  groupBy,
  groupRelative,
  hierarchical,
  logMean,
  maskedAmplify,
  multiHeadGae,
  perSourceReturns,
  referenceRelative,
  runningPrompt,
  weigh,
  whiten,
];

export { type AbsoluteAnchoredOptions, absoluteAnchored } from "./absolute-anchored.ts";
export { type AccumulateOptions, accumulate } from "./accumulate.ts";
export type { BatchRule } from "./batch-rule.ts";
export { type BestOfGroupOptions, bestOfGroup } from "./best-of-group.ts";
export { type ClippedBonusOptions, clippedBonus } from "./clipped-bonus.ts";
export { type ConditionalOptions, conditional } from "./conditional.ts";
export { type DecoupledOptions, decoupled } from "./decoupled.ts";
export { type EntropyScaleOptions, entropyScale } from "./entropy-scale.ts";
export { type EpisodePlusStepOptions, episodePlusStep } from "./episode-plus-step.ts";
export { type FutureClarityOptions, futureClarity } from "./future-clarity.ts";
export { type GaeOptions, gae } from "./gae.ts";
export { type GivenOptions, given } from "./given.ts";
export { type GroupByOptions, groupBy } from "./group-by.ts";
export { type GroupRelativeOptions, groupRelative } from "./group-relative.ts";
export type { EpsPlace, GroupRule } from "./group-rule.ts";
export { type HierarchicalOptions, hierarchical } from "./hierarchical.ts";
export { logMean } from "./log-mean.ts";
export { type MaskedAmplifyOptions, maskedAmplify } from "./masked-amplify.ts";
export { type MultiHeadGaeOptions, multiHeadGae } from "./multi-head-gae.ts";
export { type PerSourceReturnsOptions, perSourceReturns } from "./per-source-returns.ts";
export { advantagePresets } from "./presets.ts";
export { type ReferenceRelativeOptions, referenceRelative } from "./reference-relative.ts";
export { type RunningPromptOptions, runningPrompt } from "./running-prompt.ts";
export { type WeighOptions, weigh } from "./weigh.ts";
export { type WhitenOptions, whiten } from "./whiten.ts";
