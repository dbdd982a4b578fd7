import { z } from "zod";
import { exp } from "../internal/exp.ts";
import { log1pOfUnit } from "../internal/softplus.ts";

/** The named curves, all of them rising: `squash` bends a value along one, `relative` a difference. */
export const CURVES = {
  identity: (x: number): number => x,
  sigmoid: (x: number): number => 1 / (1 + exp(-x)),
  "log-sigmoid": (x: number): number => (x < 0 ? x - log1pOfUnit(exp(x)) : 0 - log1pOfUnit(exp(-x))),
  softplus: (x: number): number => (x > 0 ? x + log1pOfUnit(exp(-x)) : log1pOfUnit(exp(x))),
  tanh: (x: number): number => Math.tanh(x),
  atan: (x: number): number => Math.atan(x),
  softsign: (x: number): number => (Math.abs(x) < 1e300 ? x / (1 + Math.abs(x)) : Math.sign(x)),
  sign: (x: number): number => (x > 0 ? 1 : x < 0 ? -1 : 0),
  symlog: (x: number): number => (x < 0 ? -Math.log1p(-x) : Math.log1p(x)),
  poly5: (x: number): number => poly5(x),
} as const;

export type Curve = keyof typeof CURVES;

export const CURVE_NAMES: readonly Curve[] = Object.keys(CURVES) as Curve[];

export const curveName: z.ZodType<Curve, Curve> = z.enum(CURVE_NAMES as [Curve, ...Curve[]]);

/** Half of the width on which the polynomial is fitted; 0 below and 1 above. */
const FITTED = 5; // 035 §Mechanism: fitted on [−5, 5]

/**
 * Odd coefficients (x, x³, x⁵) of the least-squares fit of σ(x) − ½ on [−5, 5], where σ − ½ is odd;
 * by the integrals of x^k (σ(x) − ½), not by a grid.
 */
const [C1, C3, C5] = [0.22932775044619855, -0.010259585351333977, 0.00020829798073051208] as const;

/** The fit leaves [0, 1] by 0.015 at its ends; the clip keeps it rising where it meets 0 and 1. */
function poly5(x: number): number {
  if (x <= -FITTED) return 0;
  if (x >= FITTED) return 1;
  const square = x * x;
  return Math.min(1, Math.max(0, 0.5 + x * (C1 + square * (C3 + square * C5))));
}
