import { namesOf } from "@guerdon/core/expression";
import type { Program, Term } from "@guerdon/core/program";

/** Which terms can be scored as rows go by, and which need the whole file. */
export interface ScorePlan {
  /** Terms whose value depends on their own rollout alone. */
  readonly streamed: readonly Term[];
  /** Terms that compare rollouts; computed once all rows are in. */
  readonly gathered: readonly Term[];
  /** Streamed terms whose columns must be kept until then. */
  readonly kept: readonly string[];
  /** Whether the total itself has to wait. */
  readonly totalWaits: boolean;
  /** Names of the terms a row shows. */
  readonly shown: readonly string[];
  /** A gathered term looks at rollouts, so they all must stay in memory. */
  readonly holdsRollouts: boolean;
  /** What later terms need is all in the rows: an interrupted run can go on from them. */
  readonly resumable: boolean;
}

/** Splits a program for scoring a file in one pass over its rows and one over its columns. */
export function planScore(program: Program, totalReads: readonly string[]): ScorePlan {
  const { advantage, credit } = program;
  const later = [...advantage.links.flatMap(({ inputs }) => inputs.flatMap(namesOf)), ...(credit?.reads ?? [])];
  const late = lateNames(program, later);
  const streamed = program.terms.filter(({ name }) => !late.has(name));
  const gathered = program.terms.filter(({ name }) => late.has(name));
  const totalWaits = totalReads.some((name) => late.has(name));
  const wanted = [
    ...gathered.flatMap(({ reads }) => reads),
    ...advantage.over,
    ...later,
    ...(totalWaits ? totalReads : []),
  ];
  const names = new Set(streamed.map(({ name }) => name));
  const kept = [...new Set(wanted)].filter((name) => names.has(name));
  const shown = program.terms.filter(({ implicit }) => !implicit).map(({ name }) => name);
  const looks = gathered.some((term) => isFine(term) || term.body.kind === "source" || term.body.kind === "function");
  const holdsRollouts = looks || credit !== undefined || advantage.level !== "rollout";
  return {
    streamed,
    gathered,
    kept,
    totalWaits,
    shown,
    holdsRollouts,
    resumable: !holdsRollouts && kept.every((name) => shown.includes(name)),
  };
}

/**
 * Terms that wait until all rows are in: those that compare rollouts, and those without one value a row that are
 * read after the rows, for columns are kept by the row; with all that read such a term.
 */
function lateNames({ terms }: Program, later: readonly string[]): ReadonlySet<string> {
  const late = new Set(terms.filter(({ scope }) => scope !== "rollout").map(({ name }) => name));
  const notByRow = new Set(terms.filter(({ level }) => level !== "rollout").map(({ name }) => name));
  for (let size = -1; size !== late.size; ) {
    size = late.size;
    for (const name of later) if (notByRow.has(name)) late.add(name);
    for (const { name, reads } of terms) {
      if (reads.some((read) => late.has(read))) late.add(name);
      if (late.has(name)) for (const read of reads) if (notByRow.has(read)) late.add(read);
    }
  }
  return late;
}

function isFine({ level }: Term): boolean {
  return level === "step" || level === "token";
}
