import type { AnyFactory } from "../piece/index.ts";
import { cascade } from "./cascade.ts";
import { decisionTable } from "./decision-table.ts";
import { direction } from "./direction.ts";
import { ensemble } from "./ensemble.ts";
import { failLadder } from "./fail-ladder.ts";
import { fieldLadder } from "./field-ladder.ts";
import { focusRegion } from "./focus-region.ts";
import { gate } from "./gate.ts";
import { gatedAccumulate } from "./gated-accumulate.ts";
import { geometricMean } from "./geometric-mean.ts";
import { hypervolumeContribution } from "./hypervolume-contribution.ts";
import { lexicographic } from "./lexicographic.ts";
import { mixedGrain } from "./mixed-grain.ts";
import { noisyLogic } from "./noisy-logic.ts";
import { nominalPlusWorst } from "./nominal-plus-worst.ts";
import { otherRegarding } from "./other-regarding.ts";
import { paretoFront } from "./pareto-front.ts";
import { powerMean } from "./power-mean.ts";
import { product } from "./product.ts";
import { progressFusion } from "./progress-fusion.ts";
import { select } from "./select.ts";
import { signCompose } from "./sign-compose.ts";
import { softMin } from "./soft-min.ts";
import { teamSpirit } from "./team-spirit.ts";
import { tiers } from "./tiers.ts";
import { weightTable } from "./weight-table.ts";
import { weightedSum } from "./weighted-sum.ts";

/** All combinators, for a library. */
export const combinators: readonly AnyFactory[] = [
  cascade,
  decisionTable,
  direction,
  ensemble,
  failLadder,
  fieldLadder,
  focusRegion,
  gate,
  gatedAccumulate,
  geometricMean,
  hypervolumeContribution,
  lexicographic,
  mixedGrain,
  noisyLogic,
  nominalPlusWorst,
  otherRegarding,
  paretoFront,
  powerMean,
  product,
  progressFusion,
  select,
  signCompose,
  softMin,
  teamSpirit,
  tiers,
  weightTable,
  weightedSum,
];

export { type CascadeOptions, cascade } from "./cascade.ts";
export { type DecisionTableOptions, decisionTable } from "./decision-table.ts";
export { type DirectionOptions, direction } from "./direction.ts";
export { type EnsembleOptions, ensemble } from "./ensemble.ts";
export { type FailLadderOptions, failLadder } from "./fail-ladder.ts";
export { type Field, type FieldLadderOptions, fieldLadder } from "./field-ladder.ts";
export { type FocusRegionOptions, focusRegion } from "./focus-region.ts";
export { type GateOptions, gate } from "./gate.ts";
export { type GatedAccumulateOptions, gatedAccumulate } from "./gated-accumulate.ts";
export { type GeometricMeanOptions, geometricMean } from "./geometric-mean.ts";
export {
  type HypervolumeOptions,
  hypervolume,
  hypervolumeContributions,
  hypervolumeGain,
  nonDominated,
} from "./hypervolume.ts";
export { type HypervolumeContributionOptions, hypervolumeContribution } from "./hypervolume-contribution.ts";
export { type LexicographicOptions, lexicographic } from "./lexicographic.ts";
export { mixedGrain } from "./mixed-grain.ts";
export { type NoisyLogicOptions, noisyLogic } from "./noisy-logic.ts";
export { type NominalPlusWorstOptions, nominalPlusWorst } from "./nominal-plus-worst.ts";
export { type OtherRegardingOptions, otherRegarding } from "./other-regarding.ts";
export { type ParetoFrontOptions, paretoFront } from "./pareto-front.ts";
export { type PowerMeanOptions, powerMean } from "./power-mean.ts";
export { product } from "./product.ts";
export { type ProgressFusionOptions, progressFusion } from "./progress-fusion.ts";
export { type SelectOptions, select } from "./select.ts";
export { type SignComposeOptions, signCompose } from "./sign-compose.ts";
export { type SoftMinOptions, softMin } from "./soft-min.ts";
export { teamSpirit } from "./team-spirit.ts";
export { type TiersOptions, tiers } from "./tiers.ts";
export { type WeightTableOptions, weightTable } from "./weight-table.ts";
export { type WeightedSumOptions, weightedSum } from "./weighted-sum.ts";
