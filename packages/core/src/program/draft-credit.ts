import type { Interval } from "../signal/interval.ts";
import { LEVELS } from "../signal/level.ts";
import type { Draft, Drafter } from "./drafter.ts";
import type { Findings } from "./findings.ts";
import type { Term } from "./program.ts";
import type { ProgramSpec } from "./program-spec.ts";
import { typeTerm } from "./type-terms.ts";

/** An input `of` that the credit is not given is the total. */
const STAND_INS: ReadonlyMap<string, string> = new Map([["of", "total"]]);

/** Drafts a program's credit, which then is no term of the program; a term cannot have a name it reads. */
export function draftCredit(spec: ProgramSpec, drafter: Drafter, findings: Findings): Draft | undefined {
  if (spec.credit === undefined) return undefined;
  for (const name of ["total", "credit"]) {
    if (!Object.hasOwn(spec.terms, name)) continue;
    findings.error(
      "GUERDON_PROGRAM",
      { path: ["terms", name], key: true },
      {
        reason: `Expected no term named \`${name}\` in a program with \`credit\`, got one.`,
        fix: "Give it another name.",
      },
    );
    return undefined;
  }
  drafter.add("credit", spec.credit, ["credit"], STAND_INS);
  const draft = drafter.drafts.get("credit");
  drafter.drafts.delete("credit");
  return draft;
}

/** Finds level and range of the credit; one that is not a value a step or token hands nothing out. */
export function typeCredit(
  draft: Draft,
  terms: readonly Term[],
  total: Interval,
  findings: Findings,
): Term | undefined {
  const path = ["credit"];
  const credit = findings.attempt({ path }, () =>
    typeTerm(draft, {
      levels: new Map([...terms.map(({ name, level }) => [name, level] as const), ["total", "rollout"]]),
      ranges: new Map([...terms.map(({ name, range }) => [name, range] as const), ["total", total]]),
      scopes: new Map([...terms.map(({ name, scope }) => [name, scope] as const), ["total", "rollout"]]),
    }),
  );
  if (credit !== undefined && LEVELS.indexOf(credit.level) <= LEVELS.indexOf("rollout")) {
    findings.error(
      "GUERDON_LEVEL",
      { path },
      {
        reason: `Expected \`credit\` to be one value a step or token, got a value a ${credit.level}.`,
        fix: "Use a credit such as `redistribute`, or leave `credit` out.",
      },
    );
  }
  return credit;
}
