import { type Layout, type Level, type Missing, type Signal, sizeAt } from "@guerdon/core/signal";
import type { BatchScores } from "../store/store.ts";
import type { ScoreColumns } from "./reward-service.ts";

/** Where a rollout of the whole step comes from. */
interface Origin {
  readonly batch: number;
  readonly rollout: number;
}

type Joined = Pick<BatchScores, "layout" | "step" | "columns">;

/**
 * The batches of one step as one: groups that came in several batches are whole again.
 *
 * Where a value stands for a group or for the batch, the first batch that has the group speaks for it.
 *
 * @param batches - at least one, all scored by one program
 */
export function joinBatches(batches: readonly BatchScores[]): Joined {
  const [first] = batches as [BatchScores];
  if (batches.length === 1) return first;
  const { origins, groupKeys } = originsOf(batches);
  const layout = layoutOf(batches, origins, groupKeys);
  const joined = (pick: (columns: ScoreColumns) => Signal | undefined): Signal | undefined => {
    const signals = batches.map(({ columns }) => pick(columns));
    return signals.every((signal) => signal !== undefined) ? joinSignals(signals, batches, origins, layout) : undefined;
  };
  const terms = [...first.columns.terms.keys()].map(
    (name) => [name, joined((columns) => columns.terms.get(name)) as Signal] as const,
  );
  const credit = joined((columns) => columns.credit);
  const advantage = joined((columns) => columns.advantage);
  const columns = {
    total: joined((each) => each.total) as Signal,
    terms: new Map(terms),
    ...(credit === undefined ? {} : { credit }),
    ...(advantage === undefined ? {} : { advantage }),
  };
  return { layout, step: first.step, columns };
}

function originsOf(batches: readonly BatchScores[]): { origins: readonly Origin[]; groupKeys: readonly string[] } {
  const byGroup = new Map<string, Origin[]>();
  batches.forEach(({ layout }, batch) => {
    layout.groupOf.forEach((group, rollout) => {
      const key = layout.groupKeys?.[group] ?? `${batch}:${group}`;
      const members = byGroup.get(key);
      if (members === undefined) byGroup.set(key, [{ batch, rollout }]);
      else members.push({ batch, rollout });
    });
  });
  return { origins: [...byGroup.values()].flat(), groupKeys: [...byGroup.keys()] };
}

function layoutOf(batches: readonly BatchScores[], origins: readonly Origin[], groupKeys: readonly string[]): Layout {
  const groupIndex = new Map(groupKeys.map((key, g) => [key, g]));
  const groupOf = new Int32Array(origins.length);
  const stepOffsets = new Int32Array(origins.length + 1);
  const tokenOffsets = new Int32Array(origins.length + 1);
  const stepOfToken: number[] = [];
  let knowsSteps = false;
  origins.forEach(({ batch, rollout }, r) => {
    const { layout } = batches[batch] as BatchScores;
    const group = layout.groupOf[rollout] as number;
    groupOf[r] = groupIndex.get(layout.groupKeys?.[group] ?? `${batch}:${group}`) as number;
    const [step, lastStep] = rangeAt(layout, "step", rollout);
    const [token, lastToken] = rangeAt(layout, "token", rollout);
    stepOffsets[r + 1] = (stepOffsets[r] as number) + lastStep - step;
    tokenOffsets[r + 1] = (tokenOffsets[r] as number) + lastToken - token;
    knowsSteps ||= layout.stepOfToken !== undefined;
    for (let t = token; t < lastToken; t++) {
      const own = layout.stepOfToken?.[t] ?? -1;
      stepOfToken.push(own < 0 ? -1 : own - step + (stepOffsets[r] as number));
    }
  });
  const layout = { groupOf, stepOffsets, tokenOffsets, groupKeys };
  return knowsSteps ? { ...layout, stepOfToken: Int32Array.from(stepOfToken) } : layout;
}

function rangeAt(layout: Layout, level: Level, rollout: number): readonly [number, number] {
  if (level === "batch") return [0, 1];
  if (level === "group") {
    const group = layout.groupOf[rollout] as number;
    return [group, group + 1];
  }
  if (level === "rollout") return [rollout, rollout + 1];
  const offsets = level === "step" ? layout.stepOffsets : layout.tokenOffsets;
  return [offsets[rollout] as number, offsets[rollout + 1] as number];
}

function joinSignals(
  signals: readonly Signal[],
  batches: readonly BatchScores[],
  origins: readonly Origin[],
  layout: Layout,
): Signal {
  const { level } = signals[0] as Signal;
  const size = sizeAt(layout, level);
  const values = new Float64Array(size);
  const present = new Uint8Array(size);
  const missing = new Map<number, Missing>();
  // From the last to the first: the first batch that has a group, or the first of all, is written last.
  for (let r = origins.length - 1; r >= 0; r--) {
    const { batch, rollout } = origins[r] as Origin;
    const signal = signals[batch] as Signal;
    const [from, to] = rangeAt((batches[batch] as BatchScores).layout, level, rollout);
    const [at] = rangeAt(layout, level, r);
    for (let i = from; i < to; i++) {
      const place = at + i - from;
      values[place] = signal.values[i] as number;
      present[place] = signal.present[i] as number;
      const why = signal.notes?.missing.get(i);
      if (why !== undefined && present[place] === 0) missing.set(place, why);
      else missing.delete(place);
    }
  }
  const joined = { level, values, present };
  return missing.size === 0 ? joined : { ...joined, notes: { missing, evidence: new Map(), costUsd: new Map() } };
}
