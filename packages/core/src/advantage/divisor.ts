import type { EpsPlace } from "./group-rule.ts";

export interface DivisorRule {
  readonly eps: number;
  readonly epsAt: EpsPlace;
  readonly zeroStd: "divide" | "keep";
}

/** What a deviation turns into to divide by; 1 where the rule says not to divide, NaN for an overflow. */
export function divisorOf(std: number, { eps, epsAt, zeroStd }: DivisorRule): number {
  if (std === 0 && (eps === 0 || zeroStd === "keep")) return 1;
  if (std === Number.POSITIVE_INFINITY) return Number.NaN;
  if (epsAt === "std") return std + eps;
  return epsAt === "variance" ? Math.sqrt(std * std + eps) : Math.max(std, eps);
}
