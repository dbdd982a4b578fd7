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
  const streamed = program.terms.filter(({ scope }) => scope === "rollout");
  const gathered = program.terms.filter(({ scope }) => scope !== "rollout");
  const waiting = new Set(gathered.map(({ name }) => name));
  const totalWaits = totalReads.some((name) => waiting.has(name));
  const wanted = [
    ...gathered.flatMap(({ reads }) => reads),
    ...program.advantage.over,
    ...(totalWaits ? totalReads : []),
  ];
  const names = new Set(streamed.map(({ name }) => name));
  const kept = [...new Set(wanted)].filter((name) => names.has(name));
  const shown = program.terms.filter(({ implicit }) => !implicit).map(({ name }) => name);
  const holdsRollouts = gathered.some(({ body }) => body.kind === "source" || body.kind === "function");
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
