import type { Signal } from "@guerdon/core/signal";
import type { CohortPlace } from "./cohort-table.ts";
import type { ExecutedBatch } from "./executor.ts";
import { joinBatches } from "./join-batches.ts";
import type { ScoreColumns } from "./reward-service.ts";

/** Rollouts that were scored in cohorts of their own, as one batch. */
export interface JoinedPlaces {
  readonly batch: ExecutedBatch;
  readonly places: Int32Array;
  readonly repeated: boolean;
}

/** Puts the batches of several cohorts, each of one group, together for one answer. */
export function joinPlaces(places: readonly CohortPlace[]): JoinedPlaces {
  const batches = [...new Set(places.map(({ batch }) => batch))];
  const [first] = batches as [ExecutedBatch];
  const repeated = places.every((place) => place.repeated);
  const starts = new Map<ExecutedBatch, number>();
  let size = 0;
  for (const batch of batches) {
    starts.set(batch, size);
    size += batch.layout.groupOf.length;
  }
  const joinedPlaces = Int32Array.from(places, ({ batch, place }) => (starts.get(batch) as number) + place);
  if (batches.length === 1) return { batch: first, places: joinedPlaces, repeated };
  const parts = batches.map(({ id, layout, columns }) => ({ key: id, step: 0, layout, columns: byGroup(columns) }));
  const { layout, columns } = joinBatches(parts);
  const seconds = Math.max(...batches.map((batch) => batch.seconds));
  const late = batches.some((batch) => batch.late);
  const id = batches.map((batch) => batch.id).join("+");
  return { batch: { id, layout, columns, late, repeated, seconds }, places: joinedPlaces, repeated };
}

/** In a batch of one group, a value for the batch is one for the group. */
function byGroup(columns: ScoreColumns): ScoreColumns {
  const turn = (signal: Signal): Signal => (signal.level === "batch" ? { ...signal, level: "group" } : signal);
  return { ...columns, terms: new Map([...columns.terms].map(([name, signal]) => [name, turn(signal)])) };
}
