export { type AdvantageBiasOptions, advantageBias } from "./advantage-bias.ts";
export { advantageResolution } from "./advantage-resolution.ts";
export {
  type BootstrapInterval,
  type BootstrapOptions,
  bootstrapInterval,
  meanOf,
  medianOf,
} from "./bootstrap-interval.ts";
export { type BehaviourCounts, type CalibratedRates, calibratedRates } from "./calibrated-rates.ts";
export { type Collapse, type CollapseOptions, collapseOf } from "./collapse-of.ts";
export { type CorrelationKind, correlation } from "./correlation.ts";
export { type GradientDraws, gradientSnr } from "./gradient-snr.ts";
export { type Clusters, kMeans } from "./k-means.ts";
export { type LogisticFit, type LogisticFitOptions, logisticFit } from "./logistic-fit.ts";
export { type OrderViolationsOptions, orderViolations } from "./order-violations.ts";
export {
  type OveroptimisationFit,
  type OveroptimisationLaw,
  type OveroptimisationOptions,
  overoptimisationFit,
} from "./overoptimisation-fit.ts";
export { type PairedAccuracy, pairedAccuracy } from "./paired-accuracy.ts";
export { type PartingPoint, partingPoint } from "./parting-point.ts";
export { type PermutationOptions, type PermutationTest, permutationTest } from "./permutation-test.ts";
export { type ResidualCodesOptions, residualCodes, uniqueShare } from "./residual-codes.ts";
export { selfCertainty } from "./self-certainty.ts";
