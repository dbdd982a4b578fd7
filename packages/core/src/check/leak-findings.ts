import { formatExpression, leaksOf } from "../expression/index.ts";
import type { Finding } from "../program/index.ts";
import { type ProgramFacts, reached } from "./program-facts.ts";

/** Terms with a `when` that are read where the `when` is not known to hold. */
export function leakFindings(facts: ProgramFacts): readonly Finding[] {
  const conditions = new Map(
    facts.program.terms.flatMap(({ name, when }) => (when === undefined ? [] : [[name, when] as const])),
  );
  return leaksOf(facts.expandedTotal, conditions).map(({ name }) => {
    const condition = formatExpression(conditions.get(name) as NonNullable<ReturnType<typeof conditions.get>>);
    return {
      code: "GUERDON_MISSING_LEAK",
      severity: "warning",
      place: { path: ["total"] },
      reason: `\`${name}\` is skipped unless \`${condition}\`, and then \`total\` is missing too.`,
      fix: `Write \`gate(${condition}, …)\` around it, or \`default(${name}, 0)\`.`,
    };
  });
}

/** Terms that nothing reads. */
export function unusedFindings(facts: ProgramFacts): readonly Finding[] {
  const used = reached(facts);
  return facts.program.terms
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => ({
      code: "GUERDON_TERM_UNUSED",
      severity: "warning",
      place: { path: ["terms", name], key: true },
      reason: `\`${name}\` is scored but \`total\` does not depend on it.`,
      fix: "Remove it, or read it in `total`.",
    }));
}
