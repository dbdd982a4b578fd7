import type { AnyFactory } from "../piece/index.ts";
import { affine } from "./affine.ts";
import { centre } from "./centre.ts";
import { clip } from "./clip.ts";
import { lengthStep } from "./length-step.ts";
import { sigmoid } from "./sigmoid.ts";

/** All shapers, for a library. */
export const shapers: readonly AnyFactory[] = [affine, centre, clip, lengthStep, sigmoid];

export { type AffineOptions, affine } from "./affine.ts";
export { type CentreOptions, centre } from "./centre.ts";
export { type ClipOptions, clip } from "./clip.ts";
export { type LengthStepOptions, lengthStep } from "./length-step.ts";
export { type SigmoidOptions, sigmoid } from "./sigmoid.ts";
