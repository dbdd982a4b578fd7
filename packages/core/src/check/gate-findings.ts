import { deadGatesOf, rangeOf } from "../expression/index.ts";
import type { Finding } from "../program/index.ts";
import type { ProgramFacts } from "./program-facts.ts";

const FIX = "Compare the range of the condition's terms (`guerdon check --json` lists them) with the threshold.";

/** Gates, `where` and `when` whose condition can never, or must always, hold. */
export function gateFindings({ program, ranges, readings }: ProgramFacts): readonly Finding[] {
  const inside = readings.flatMap(({ expression, place }) =>
    deadGatesOf(expression, ranges).map(({ at, reason }) => ({ place: { ...place, at }, reason })),
  );
  const whens = program.terms.flatMap(({ name, when }) => {
    if (when === undefined) return [];
    const { min, max } = rangeOf(when, ranges).range;
    if (max > 0 && min <= 0) return [];
    const reason = `\`when\` of \`${name}\` can ${max <= 0 ? "never" : "never fail to"} hold.`;
    return [{ place: { path: ["terms", name, "when"] }, reason }];
  });
  return [...inside, ...whens].map((found) => ({ code: "GUERDON_GATE_DEAD", severity: "warning", ...found, fix: FIX }));
}
