import type { SkippedLaw } from "../testing/index.ts";

/** Skips for a piece that abstains although all it reads has values. */
export function abstainsBecause(reason: string): readonly SkippedLaw[] {
  return ["stays finite for extreme values", "scores where nothing is missing", "missing stays missing"].map((law) => ({
    law,
    reason,
  }));
}
