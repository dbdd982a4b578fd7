import { RewardError } from "../error/reward-error.ts";
import { rangeOf } from "../expression/index.ts";
import type { Scope, Transform } from "../piece/piece.ts";
import { type Interval, UNBOUNDED } from "../signal/interval.ts";
import { broadcasts, LEVELS, type Level } from "../signal/level.ts";
import type { Draft } from "./drafter.ts";
import type { Findings } from "./findings.ts";
import { FUNCTION_LEVEL, functionRange } from "./function-term.ts";
import { inputPath, inputSpecAt } from "./input-path.ts";
import { type Term, type TermBody, widest } from "./program.ts";
import { rejectFiner, requireLevel } from "./require-level.ts";

/** What is known of the terms typed so far, by name. */
export interface Known {
  readonly levels: Map<string, Level>;
  readonly ranges: Map<string, Interval>;
  readonly scopes: Map<string, Scope>;
}

/** Finds level, range and scope of each term, in dependency order, up to the first that has none. */
export function typeTerms(drafts: readonly Draft[], findings: Findings): readonly Term[] {
  const known: Known = { levels: new Map(), ranges: new Map(), scopes: new Map() };
  const terms: Term[] = [];
  for (const draft of drafts) {
    const path = ["terms", draft.name];
    const term = findings.attempt({ path }, () => typeTerm(draft, known));
    if (term === undefined) break;
    const { name, when, level, range, scope } = term;
    const held = when && findings.attempt({ path: [...path, "when"] }, () => requireLevel(when, known.levels));
    if (held !== undefined) rejectFiner("`when`", held, [...path, "when"], findings);
    known.levels.set(name, level);
    known.ranges.set(name, range);
    known.scopes.set(name, scope);
    terms.push(term);
  }
  return terms;
}

/** Finds level, range and scope of one term. */
export function typeTerm(draft: Draft, { levels, ranges, scopes: known }: Known): Term {
  const { body, declaredRange, ...rest } = draft;
  const inherited = draft.reads.map((name) => known.get(name) as Scope);
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
    level = transformLevel(body, levels);
    range = body.piece.range(body.inputs.map((input) => rangeOf(input, ranges).range));
    scopes.push(body.piece.scope);
  }
  if (declaredRange !== undefined) range = { min: declaredRange[0], max: declaredRange[1] };
  return { ...rest, body, level, range, rangeDeclared: declaredRange !== undefined, scope: widest(scopes) };
}

/** The level of a piece's result; every input must be readable where the piece reads it. */
function transformLevel({ piece, inputs }: Extract<TermBody, { kind: "transform" }>, levels: Known["levels"]): Level {
  const given = inputs.map((input) => requireLevel(input, levels));
  const specs = inputs.map((_, i) => inputSpecAt(piece, i, inputs.length));
  const level = piece.level ?? finest(given.filter((_, i) => specs[i]?.level === undefined));
  given.forEach((from, i) => {
    const read = specs[i]?.level ?? level;
    if (!broadcasts(from, read)) throw tooFine(piece, inputPath(piece, i, inputs.length).join("."), from, read);
  });
  return level;
}

function tooFine({ id }: Transform, name: string, from: Level, read: Level): RewardError {
  return new RewardError(
    "GUERDON_LEVEL",
    `Expected \`${name}\` of \`${id}\` to be one value a ${read}, got a value a ${from}.`,
    {
      hint: "Reduce it with `mean(…)`, `sum(…)`, `min(…)` or `max(…)`.",
      details: { input: name, expected: read, got: from },
    },
  );
}

function finest(levels: readonly Level[]): Level {
  return LEVELS[Math.max(...levels.map((level) => LEVELS.indexOf(level)), LEVELS.indexOf("rollout"))] as Level;
}
