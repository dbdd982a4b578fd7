import { didYouMean } from "../error/did-you-mean.ts";
import { influenceOf, namesOf } from "../expression/index.ts";
import type { Finding } from "../program/index.ts";
import type { ProgramFacts } from "./program-facts.ts";
import { termInfluence } from "./term-influence.ts";

/** Terms that cannot matter, and terms that can outweigh one they must not. */
export function influenceFindings(facts: ProgramFacts): readonly Finding[] {
  return [...dominated(facts), ...outweighing(facts)];
}

function dominated({ expandedTotal, ranges, terms }: ProgramFacts): readonly Finding[] {
  return namesOf(expandedTotal).flatMap((name): Finding[] => {
    const { min, max } = ranges.get(name) ?? { min: 0, max: 0 };
    if (influenceOf(expandedTotal, name, ranges) !== 0 && min !== max) return [];
    const why = min === max ? `it is always ${min}` : "other terms always decide";
    return [
      {
        code: "GUERDON_DOMINATED",
        severity: "warning",
        place: { path: terms.has(name) ? ["terms", name] : ["total"], key: true },
        reason: `\`${name}\` cannot change \`total\`: ${why}.`,
        fix: "Remove it, or change its weight or its place in `total`.",
      },
    ];
  });
}

function outweighing(facts: ProgramFacts): readonly Finding[] {
  const { program, terms } = facts;
  return program.terms.flatMap(({ name, protects }) =>
    protects.flatMap((kept): Finding[] => {
      const place = { path: ["terms", name, "protects"] };
      if (!terms.has(kept)) {
        const fix = didYouMean(kept, terms.keys()) || "Name a term of this program.";
        const reason = `Expected \`protects\` to name a term, got \`${kept}\`.`;
        return [{ code: "GUERDON_NAME_UNKNOWN", severity: "error", place, reason, fix }];
      }
      const rivals = program.terms.filter((term) => term.protects.includes(kept)).map((term) => term.name);
      const together = rivals.reduce((sum, rival) => sum + termInfluence(facts, rival), 0);
      const stake = termInfluence(facts, kept);
      const own = termInfluence(facts, name);
      if (together < stake || own === 0) return [];
      const who =
        rivals.length === 1 ? `\`${name}\` moves` : `${rivals.map((r) => `\`${r}\``).join(" and ")} together move`;
      return [
        {
          code: "GUERDON_OUTWEIGHS",
          severity: "error",
          place,
          reason: `${who} \`total\` by up to ${short(together)}, and \`${kept}\`, which must not be outweighed, by up to ${short(stake)}.`,
          fix: `Weigh \`${name}\` so that the sum stays below ${short(stake)}, or pay it only inside \`gate(${kept} > 0, …)\`.`,
        },
      ];
    }),
  );
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
