import type { AnyFactory, Transform } from "../piece/index.ts";
import { type Law, type LawSettings, lawsOf, type SkippedLaw } from "../testing/index.ts";

/** The laws of transforms, for a credit. */
export function creditLaws(factory: AnyFactory, settings: LawSettings = {}): Law[] {
  const { id, pieceName, summary, options } = factory;
  const make = (input?: Record<string, unknown>): Transform => factory(input) as Transform;
  return lawsOf(Object.assign(make, { id, kind: "shaper" as const, pieceName, summary, options }), settings);
}

/** Skips for a piece that abstains although all it reads has values. */
export function abstainsBecause(reason: string): readonly SkippedLaw[] {
  return ["stays finite for extreme values", "scores where nothing is missing", "missing stays missing"].map((law) => ({
    law,
    reason,
  }));
}
