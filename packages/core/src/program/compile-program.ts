import type { z } from "zod";
import { RewardError } from "../error/index.ts";
import { type Expression, namesOf, parseExpression, rangeOf } from "../expression/index.ts";
import type { Library } from "../piece/library.ts";
import type { Level } from "../signal/level.ts";
import { checkAdvantageLevels, laterReadings } from "./check-advantage-levels.ts";
import { compileAdvantage } from "./compile-advantage.ts";
import { draftCredit, typeCredit } from "./draft-credit.ts";
import { Drafter } from "./drafter.ts";
import type { Finding } from "./finding.ts";
import { Findings } from "./findings.ts";
import { namePlace, orderDrafts, reportUnknown } from "./order-drafts.ts";
import type { Program } from "./program.ts";
import { programHash } from "./program-hash.ts";
import { type ProgramSpec, programSchema } from "./program-spec.ts";
import { rejectFiner, requireLevel } from "./require-level.ts";
import { typeTerms } from "./type-terms.ts";

/** What compiling gives: the program, unless a finding is an error; and all findings. */
export interface Compilation {
  readonly program?: Program;
  readonly findings: readonly Finding[];
}

/** Compiles a reward program as far as it goes, gathering what is wrong with it. */
export function compile(spec: unknown, library: Library): Compilation {
  const findings = new Findings();
  const parsed = parseSpec(spec, findings);
  if (parsed === undefined) return { findings: findings.list };
  const drafter = new Drafter(library, findings);
  for (const [name, term] of Object.entries(parsed.terms)) drafter.add(name, term);
  const credit = draftCredit(parsed, drafter, findings);
  const total = findings.attempt({ path: ["total"] }, () => parseExpression(parsed.total));
  const names = new Set(Object.keys(parsed.terms));
  const later = new Set([...names, "total", ...(credit === undefined ? [] : ["credit"])]);
  const advantage = compileAdvantage(parsed, { total, terms: names, known: later, library, drafter, findings });
  const known = new Set([...names, ...drafter.drafts.keys()]);
  const drafts = orderDrafts(drafter.drafts, known, findings);
  reportNames(total, ["total"], known, findings);
  for (const [path, expression] of laterReadings(credit, advantage)) {
    reportNames(expression, path, new Set([...known, ...later]), findings);
  }
  if (hasError(findings) || total === undefined || advantage === undefined) return { findings: findings.list };
  const terms = typeTerms(drafts, findings);
  if (hasError(findings)) return { findings: findings.list };
  const levels = new Map(terms.map((term) => [term.name, term.level]));
  const totalLevel = findings.attempt({ path: ["total"] }, () => requireLevel(total, levels));
  if (hasError(findings) || totalLevel === undefined) return { findings: findings.list };
  rejectFiner("`total`", totalLevel, ["total"], findings);
  for (const name of advantage.over) {
    rejectFiner(`\`${name}\` of \`over\``, levels.get(name) as Level, ["advantage", "over"], findings);
  }
  const totalRange = rangeOf(total, new Map(terms.map((term) => [term.name, term.range]))).range;
  const share = credit && typeCredit(credit, terms, totalRange, findings);
  checkAdvantageLevels(
    advantage,
    new Map([...levels, ["total", "rollout"], ["credit", share?.level ?? "step"]]),
    findings,
  );
  if (hasError(findings)) return { findings: findings.list };
  const program = {
    name: parsed.reward,
    terms,
    total,
    totalLevel,
    totalRange,
    ...(share === undefined ? {} : { credit: share }),
    advantage,
  };
  return { program: { ...program, hash: programHash(program) }, findings: findings.list };
}

function reportNames(
  expression: Expression | undefined,
  path: readonly string[],
  known: ReadonlySet<string>,
  findings: Findings,
): void {
  for (const name of expression === undefined ? [] : namesOf(expression)) {
    if (!known.has(name)) reportUnknown(name, namePlace(name, expression as Expression, path), known, findings);
  }
}

/**
 * Compiles a reward program.
 *
 * @throws RewardError GUERDON_PROGRAM naming the first error; all are in `details.findings`
 */
export function compileProgram(spec: unknown, library: Library): Program {
  const { program, findings } = compile(spec, library);
  if (program !== undefined) return program;
  const [first, ...others] = findings.filter(({ severity }) => severity === "error") as [Finding, ...Finding[]];
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  throw new RewardError(first.code, `${first.place.path.join(".")}: ${first.reason}${more}`, {
    hint: first.fix,
    details: { findings: JSON.parse(JSON.stringify(findings)) },
  });
}

function hasError(findings: Findings): boolean {
  return findings.list.some(({ severity }) => severity === "error");
}

function parseSpec(spec: unknown, findings: Findings): ProgramSpec | undefined {
  const result = programSchema.safeParse(spec);
  if (result.success) return result.data;
  for (const issue of result.error.issues.flatMap(closest)) {
    const path = issue.path.map(String);
    findings.error(
      "GUERDON_PROGRAM",
      { path },
      {
        reason: `Expected ${path.length === 0 ? "the program" : `\`${path.join(".")}\``} to be valid: ${issue.message}.`,
        fix: "A program has `reward` (a name), `terms` (named pieces), `total` (an expression) and may have `advantage`.",
      },
    );
  }
  return undefined;
}

/** Of a value that may have several forms, the issues with the form it comes closest to: the one it has the type of. */
function closest(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  const forms = issue.code === "invalid_union" ? issue.errors : [];
  const form = forms.find((issues) => issues.length > 0 && issues.every(({ path }) => path.length > 0));
  if (form !== undefined) return form.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  return issue.code === "invalid_key" ? issue.issues.map(({ message }) => ({ ...issue, message })) : [issue];
}
