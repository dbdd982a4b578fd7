import type { Signal } from "@guerdon/core/signal";

/** How one column of scores differs between two versions of a program. */
export interface ColumnDiff {
  /** Places that both have a value for, or one of them. */
  compared: number;
  /** Places whose value is another one, to the last bit, or there in one alone. */
  changed: number;
  /** Places that have a value in the second alone, and in the first alone. */
  gained: number;
  lost: number;
  /** Means over what is present in each; null where nothing is. */
  meanBefore: number | null;
  meanAfter: number | null;
  /** Largest difference of two values, and where it is. */
  largest: { readonly difference: number; readonly step: number; readonly id: string } | null;
}

/** Compares columns place by place, batch after batch. */
export class ColumnComparison {
  readonly #diff: ColumnDiff = {
    compared: 0,
    changed: 0,
    gained: 0,
    lost: 0,
    meanBefore: null,
    meanAfter: null,
    largest: null,
  };
  #before = { sum: 0, count: 0 };
  #after = { sum: 0, count: 0 };

  /** @param idAt - the rollout of a place, by which the largest difference is found again */
  add(before: Signal, after: Signal, step: number, idAt: (place: number) => string): void {
    const diff = this.#diff;
    for (let i = 0; i < before.values.length; i++) {
      const [had, has] = [before.present[i] === 1, after.present[i] === 1];
      const [old, now] = [before.values[i] as number, after.values[i] as number];
      if (had) this.#before = { sum: this.#before.sum + old, count: this.#before.count + 1 };
      if (has) this.#after = { sum: this.#after.sum + now, count: this.#after.count + 1 };
      if (!had && !has) continue;
      diff.compared++;
      if (had && has && Object.is(old, now)) continue;
      diff.changed++;
      if (!had) diff.gained++;
      else if (!has) diff.lost++;
      else if (Math.abs(now - old) > (diff.largest?.difference ?? 0)) {
        diff.largest = { difference: Math.abs(now - old), step, id: idAt(i) };
      }
    }
  }

  result(): ColumnDiff {
    return { ...this.#diff, meanBefore: meanOf(this.#before), meanAfter: meanOf(this.#after) };
  }
}

function meanOf({ sum, count }: { readonly sum: number; readonly count: number }): number | null {
  return count === 0 ? null : sum / count;
}
