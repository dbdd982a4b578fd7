import { deadGroups } from "@guerdon/core/engine";
import type { PoolHealth } from "@guerdon/core/piece";
import { type Blame, sizeAt } from "@guerdon/core/signal";
import type { DistributionData } from "../report/distribution.ts";
import type { FileScorer, FileScores } from "./score-file.ts";

/** A column in numbers. */
export interface ColumnSummary {
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly present: number;
}

export interface TermSummary extends ColumnSummary {
  /** US dollars. */
  readonly cost: number;
  readonly seconds: number;
  /** Rollouts that `when` kept from being scored. */
  readonly skipped: number;
  readonly failed: number;
  readonly calls: { readonly ran: number; readonly cached: number; readonly joined: number };
}

/** What `guerdon score --json` prints. */
export interface Summary {
  readonly reward: string;
  readonly program: string;
  readonly advantage: string;
  readonly rollouts: number;
  readonly groups: number;
  readonly outcomes: {
    readonly scored: number;
    readonly abstained: number;
    readonly failed: Readonly<Record<Blame, number>>;
  };
  readonly terms: Readonly<Record<string, TermSummary>>;
  readonly total: ColumnSummary;
  /** Groups whose advantages are all 0 for want of a difference. */
  readonly deadGroups: number;
  readonly duplicateIds: number;
  /** The child processes: how many there were, what they did, how many had to be killed. */
  readonly pool: PoolHealth;
  readonly seconds: number;
  readonly rolloutsPerSecond: number;
}

/** @param spent - seconds of this run, and the rows it scored, without those an earlier one left */
export function summarise(
  scorer: FileScorer,
  scores: FileScores,
  pool: PoolHealth,
  { seconds, rows }: { readonly seconds: number; readonly rows: number },
): Summary {
  const { program, tally } = scorer;
  const terms = [...tally.terms].map(([name, term]) => {
    const { costUsd, seconds: own, skipped, ran, cached, joined, failed } = term;
    const column = columnSummary(term.distribution.toJSON());
    return [name, { ...column, cost: costUsd, seconds: own, skipped, failed, calls: { ran, cached, joined } }] as const;
  });
  return {
    reward: program.name,
    program: program.hash,
    advantage: program.advantage.name,
    rollouts: scorer.rows,
    groups: sizeAt(scores.layout, "group"),
    outcomes: { scored: tally.scored, abstained: tally.abstained, failed: { ...tally.failed } },
    terms: Object.fromEntries(terms),
    total: columnSummary(tally.total.toJSON()),
    deadGroups: deadGroups(scores.total, scores.advantages, scores.layout).length,
    duplicateIds: tally.duplicateIds,
    pool,
    seconds,
    rolloutsPerSecond: seconds > 0 ? rows / seconds : 0,
  };
}

function columnSummary({ statistics }: DistributionData): ColumnSummary {
  const { mean, std, min, max, present } = statistics;
  return { mean, std, min, max, present };
}
