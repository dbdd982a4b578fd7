import { type Expression, formatExpression, leaksOf } from "../expression/index.ts";
import type { Finding, TermBody } from "../program/index.ts";
import { type ProgramFacts, reached } from "./program-facts.ts";

/** Terms with a `when` that are read where the `when` is not known to hold. */
export function leakFindings(facts: ProgramFacts): readonly Finding[] {
  const skips = skipsOf(facts);
  const conditions = new Map([...skips].map(([name, { when }]) => [name, when]));
  const leaking = new Set(leaksOf(facts.expandedTotal, conditions).map(({ name }) => name));
  return [...leaking].map((name) => {
    const { skipped, when } = skips.get(name) as Skip;
    const condition = formatExpression(when);
    return {
      code: "GUERDON_MISSING_LEAK",
      severity: "warning",
      place: { path: ["total"] },
      reason: `\`${skipped}\` is skipped unless \`${condition}\`, and then \`total\` is missing too.`,
      fix: `Write \`gate(${condition}, …)\` around it, or \`default(${name}, 0)\`.`,
    };
  });
}

/** Which term is skipped, and unless what. */
interface Skip {
  readonly skipped: string;
  readonly when: Expression;
}

/** Terms that are missing where a `when` does not hold: their own, or that of a term they are made of. */
function skipsOf({ program }: ProgramFacts): ReadonlyMap<string, Skip> {
  const skips = new Map<string, Skip>();
  const conditions = new Map<string, Expression>();
  for (const { name, when, body } of program.terms) {
    const skip = when === undefined ? skipOf(readsOf(body), skips, conditions) : { skipped: name, when };
    if (skip === undefined) continue;
    skips.set(name, skip);
    conditions.set(name, skip.when);
  }
  return skips;
}

function skipOf(
  reads: readonly Expression[],
  skips: ReadonlyMap<string, Skip>,
  conditions: ReadonlyMap<string, Expression>,
): Skip | undefined {
  const [leak] = skips.size === 0 ? [] : reads.flatMap((read) => leaksOf(read, conditions));
  return leak && skips.get(leak.name);
}

/** What a term is missing without; combinators may do without an input. */
function readsOf(body: TermBody): readonly Expression[] {
  if (body.kind === "expression") return [body.expression];
  return body.kind === "transform" && body.piece.kind === "shaper" ? body.inputs : [];
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
