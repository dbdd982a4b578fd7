import { RewardError } from "../error/index.ts";
import { type Expression, namesOf, parseExpression, rangeOf } from "../expression/index.ts";
import type { AnyFactory, Library } from "../piece/library.ts";
import type { Advantage } from "../piece/piece.ts";
import { type Interval, UNBOUNDED } from "../signal/interval.ts";
import { LEVELS, type Level } from "../signal/level.ts";
import { type Draft, Drafter } from "./drafter.ts";
import type { Finding } from "./finding.ts";
import { Findings } from "./findings.ts";
import { FUNCTION_LEVEL, functionRange } from "./function-term.ts";
import { namePlace, orderDrafts, reportUnknown } from "./order-drafts.ts";
import { type Program, type Term, widest } from "./program.ts";
import { programHash } from "./program-hash.ts";
import { type ProgramSpec, programSchema } from "./program-spec.ts";
import { requireLevel } from "./require-level.ts";

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
  const known = new Set([...Object.keys(parsed.terms), ...drafter.drafts.keys()]);
  const drafts = orderDrafts(drafter.drafts, known, findings);
  const total = findings.attempt({ path: ["total"] }, () => parseExpression(parsed.total));
  for (const name of total === undefined ? [] : namesOf(total)) {
    if (!known.has(name)) reportUnknown(name, namePlace(name, total as Expression, ["total"]), known, findings);
  }
  const advantage = compileAdvantage(parsed, total, known, library, findings);
  if (hasError(findings) || total === undefined || advantage === undefined) return { findings: findings.list };
  const terms = typeTerms(drafts, findings);
  const levels = new Map(terms.map((term) => [term.name, term.level]));
  const totalLevel = findings.attempt({ path: ["total"] }, () => requireLevel(total, levels));
  if (hasError(findings) || totalLevel === undefined) return { findings: findings.list };
  checkTotalLevel(totalLevel, findings);
  const totalRange = rangeOf(total, new Map(terms.map((term) => [term.name, term.range]))).range;
  const program = { name: parsed.reward, terms, total, totalLevel, totalRange, advantage };
  if (hasError(findings)) return { findings: findings.list };
  return { program: { ...program, hash: programHash(program) }, findings: findings.list };
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
  for (const issue of result.error.issues) {
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

function typeTerms(drafts: readonly Draft[], findings: Findings): readonly Term[] {
  const typed = new Map<string, Term>();
  for (const draft of drafts) {
    const term = findings.attempt({ path: ["terms", draft.name] }, () => typeTerm(draft, typed));
    if (term === undefined) break;
    typed.set(term.name, term);
  }
  return [...typed.values()];
}

function typeTerm(draft: Draft, typed: ReadonlyMap<string, Term>): Term {
  const { body, declaredRange, ...rest } = draft;
  const levels = new Map([...typed].map(([name, term]) => [name, term.level]));
  const ranges = new Map([...typed].map(([name, term]) => [name, term.range]));
  const inherited = draft.reads.map((name) => (typed.get(name) as Term).scope);
  let level: Level = FUNCTION_LEVEL;
  let range: Interval = UNBOUNDED;
  const scopes = [...inherited];
  if (body.kind === "expression") {
    level = requireLevel(body.expression, levels);
    range = rangeOf(body.expression, ranges).range;
  } else if (body.kind === "function") {
    range = functionRange(body.term.facts);
    scopes.push(body.term.facts.scope ?? "batch");
  } else if (body.kind === "source") {
    level = body.piece.level ?? "rollout";
    range = body.piece.range;
    scopes.push(body.piece.scope);
  } else {
    level = body.piece.level ?? finest(body.inputs.map((input) => requireLevel(input, levels)));
    range = body.piece.range(body.inputs.map((input) => rangeOf(input, ranges).range));
    scopes.push(body.piece.scope);
  }
  if (declaredRange !== undefined) range = { min: declaredRange[0], max: declaredRange[1] };
  return { ...rest, body, level, range, rangeDeclared: declaredRange !== undefined, scope: widest(scopes) };
}

function finest(levels: readonly Level[]): Level {
  return LEVELS[Math.max(...levels.map((level) => LEVELS.indexOf(level)), LEVELS.indexOf("rollout"))] as Level;
}

function checkTotalLevel(level: Level, findings: Findings): void {
  if (LEVELS.indexOf(level) <= LEVELS.indexOf("rollout")) return;
  findings.error(
    "GUERDON_LEVEL",
    { path: ["total"] },
    {
      reason: `Expected \`total\` to be one value a rollout, got a value a ${level}.`,
      fix: "Reduce the finer terms with `mean(…)`, `sum(…)`, `min(…)` or `max(…)`.",
    },
  );
}

function compileAdvantage(
  spec: ProgramSpec,
  total: Expression | undefined,
  known: ReadonlySet<string>,
  library: Library,
  findings: Findings,
): Program["advantage"] | undefined {
  const given = spec.advantage ?? "grpo";
  const { use, over, ...options } = typeof given === "string" ? { use: given } : given;
  const path = ["advantage"];
  const piece = findings.attempt({ path: typeof given === "string" ? path : [...path, "use"] }, () => {
    const found = library.find(use);
    return requireAdvantage(found.factory, use)({ ...found.options, ...options });
  });
  const names =
    (over as readonly string[] | undefined) ?? (piece?.decoupled && total !== undefined ? namesOf(total) : []);
  for (const name of names) if (!known.has(name)) reportUnknown(name, { path: [...path, "over"] }, known, findings);
  return piece === undefined ? undefined : { piece, over: names, name: use };
}

function requireAdvantage(factory: AnyFactory, use: string): (options: unknown) => Advantage {
  if (factory.kind === "advantage") return factory as unknown as (options: unknown) => Advantage;
  throw new RewardError(
    "GUERDON_PIECE_KIND",
    `Expected \`advantage\` to use an advantage, got the ${factory.kind} \`${use}\`.`,
    {
      hint: "Move it under `terms:`.",
    },
  );
}
