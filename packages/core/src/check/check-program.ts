import type { Finding, Program } from "../program/index.ts";
import { gateFindings } from "./gate-findings.ts";
import { influenceFindings } from "./influence-findings.ts";
import { leakFindings, unusedFindings } from "./leak-findings.ts";
import { factsOf } from "./program-facts.ts";
import { rangeFindings } from "./range-findings.ts";
import { trendFindings } from "./trend-findings.ts";

const RULES = [rangeFindings, gateFindings, influenceFindings, trendFindings, leakFindings, unusedFindings] as const;

/**
 * Finds what is wrong with the meaning of a program that compiles, before a rollout is scored.
 *
 * Bounds come from interval arithmetic over the declared ranges of its pieces, so a finding about a range
 * may be too cautious, but a total said to be bounded is.
 */
export function checkProgram(program: Program): readonly Finding[] {
  const facts = factsOf(program);
  return RULES.flatMap((rule) => rule(facts));
}
