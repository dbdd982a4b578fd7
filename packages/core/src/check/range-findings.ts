import { rangeOf } from "../expression/index.ts";
import type { Finding } from "../program/index.ts";
import { formatInterval, isBounded } from "../signal/interval.ts";
import { type ProgramFacts, reached } from "./program-facts.ts";

/** A total without bounds, and expressions that can be infinite or undefined. */
export function rangeFindings(facts: ProgramFacts): readonly Finding[] {
  const { program, ranges, readings } = facts;
  const findings: Finding[] = readings.flatMap(({ expression, place }) =>
    rangeOf(expression, ranges).hazards.map(({ at, reason }) => ({
      code: "GUERDON_NON_FINITE" as const,
      severity: "warning" as const,
      place: { ...place, at },
      reason,
      fix: "Keep the operand away from there with `max(…)`, `clip(…)` or `where(…)`; until then such rollouts are missing.",
    })),
  );
  if (!isBounded(program.totalRange)) {
    const used = reached(facts);
    const open = program.terms
      .filter((term) => !isBounded(term.range) && !term.implicit && used.has(term.name))
      .map(({ name }) => `\`${name}\``);
    findings.push({
      code: "GUERDON_UNBOUNDED",
      severity: "warning",
      place: { path: ["total"] },
      reason: `Expected \`total\` to be bounded, got ${formatInterval(program.totalRange)}${open.length === 0 ? "" : `: ${open.join(", ")} cannot be bounded`}.`,
      fix: "Shape the open term with `clip`, `sigmoid` or `length-step`, or declare its `range`.",
    });
  }
  return findings;
}
