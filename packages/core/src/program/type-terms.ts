import { rangeOf } from "../expression/index.ts";
import type { Scope } from "../piece/piece.ts";
import { type Interval, UNBOUNDED } from "../signal/interval.ts";
import { LEVELS, type Level } from "../signal/level.ts";
import type { Draft } from "./drafter.ts";
import type { Findings } from "./findings.ts";
import { FUNCTION_LEVEL, functionRange } from "./function-term.ts";
import { type Term, widest } from "./program.ts";
import { rejectFiner, requireLevel } from "./require-level.ts";

/** What is known of the terms typed so far, by name. */
interface Known {
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

function typeTerm(draft: Draft, { levels, ranges, scopes: known }: Known): Term {
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
