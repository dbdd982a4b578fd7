import {
  type Layout,
  type Level,
  type Outcome,
  outcomeAt,
  type Rollout,
  rolloutOffsets,
  type Signal,
} from "@guerdon/core/signal";
import type { Store, StoredBatch } from "../store/store.ts";

/** What is known of one value: an outcome for the rollout, or one for each of its steps or tokens. */
export type RowScore = Outcome | readonly Outcome[];

/** A rollout with its scores, as it is exported. */
export interface ScoredRow {
  readonly run: string;
  readonly step: number;
  readonly batch: string;
  readonly late: boolean;
  readonly protocol: string;
  readonly program: string;
  readonly scoredAt: Date;
  readonly rollout: Rollout;
  readonly total: RowScore;
  readonly terms: { readonly [name: string]: RowScore };
  readonly credit?: RowScore;
  readonly advantage?: RowScore;
}

/** The rows of a run by step and key of the batch, a batch at a time: memory is bounded by the largest one. */
export async function* scoredRows(store: Store, run: string): AsyncGenerator<readonly ScoredRow[]> {
  for await (const batch of store.readBatches(run)) {
    const rollouts = await store.readRollouts(batch.id);
    yield rollouts.map((rollout, r) => rowOf(run, batch, rollout, r));
  }
}

function rowOf(run: string, batch: StoredBatch, rollout: Rollout, r: number): ScoredRow {
  const { columns, layout } = batch;
  const { credit, advantage } = columns;
  return {
    run,
    step: batch.step,
    batch: batch.id,
    late: batch.late,
    protocol: batch.protocol,
    program: batch.programHash,
    scoredAt: batch.createdAt,
    rollout,
    total: scoreOf(columns.total, layout, r),
    terms: Object.fromEntries([...columns.terms].map(([name, signal]) => [name, scoreOf(signal, layout, r)])),
    ...(credit === undefined ? {} : { credit: scoreOf(credit, layout, r) }),
    ...(advantage === undefined ? {} : { advantage: scoreOf(advantage, layout, r) }),
  };
}

/** What a signal says of a rollout; a value of its group or batch counts for it. */
function scoreOf(signal: Signal, layout: Layout, r: number): RowScore {
  if (signal.level === "step" || signal.level === "token") {
    const offsets = rolloutOffsets(layout, signal.level);
    const [from, to] = [offsets[r] as number, offsets[r + 1] as number];
    return Array.from({ length: to - from }, (_, i) => outcomeAt(signal, from + i));
  }
  return outcomeAt(signal, coarseIndex(signal.level, layout, r));
}

function coarseIndex(level: Level, layout: Layout, r: number): number {
  if (level === "batch") return 0;
  return level === "group" ? (layout.groupOf[r] as number) : r;
}
