import type { AnyFactory } from "../piece/index.ts";
import { affine } from "./affine.ts";
import { bandedDeviation } from "./banded-deviation.ts";
import { batchBalance } from "./batch-balance.ts";
import { centre } from "./centre.ts";
import { clip } from "./clip.ts";
import { cosineBudget } from "./cosine-budget.ts";
import { lengthExp } from "./length-exp.ts";
import { lengthRank } from "./length-rank.ts";
import { lengthSigmoid } from "./length-sigmoid.ts";
import { lengthStep } from "./length-step.ts";
import { lengthTarget } from "./length-target.ts";
import { repetitionFactor } from "./repetition-factor.ts";
import { sigmoid } from "./sigmoid.ts";
import { softOverlong } from "./soft-overlong.ts";

/** All shapers, for a library. */
export const shapers: readonly AnyFactory[] = [
  affine,
  bandedDeviation,
  batchBalance,
  centre,
  clip,
  cosineBudget,
  lengthExp,
  lengthRank,
  lengthSigmoid,
  lengthStep,
  lengthTarget,
  repetitionFactor,
  sigmoid,
  softOverlong,
];

export { type AffineOptions, affine } from "./affine.ts";
export { type BandedDeviationOptions, bandedDeviation } from "./banded-deviation.ts";
export { type BatchBalanceOptions, batchBalance } from "./batch-balance.ts";
export { type CentreOptions, centre } from "./centre.ts";
export { type ClipOptions, clip } from "./clip.ts";
export { type CosineBudgetOptions, cosineBudget } from "./cosine-budget.ts";
export { type LengthExpOptions, lengthExp } from "./length-exp.ts";
export { type LengthRankOptions, lengthRank } from "./length-rank.ts";
export { type LengthSigmoidOptions, lengthSigmoid } from "./length-sigmoid.ts";
export { type LengthStepOptions, lengthStep } from "./length-step.ts";
export { type LengthTargetOptions, lengthTarget } from "./length-target.ts";
export { type RepetitionFactorOptions, repetitionFactor } from "./repetition-factor.ts";
export { type SigmoidOptions, sigmoid } from "./sigmoid.ts";
export { softOverlong } from "./soft-overlong.ts";
