import { type PreparedBatch, prepareBatch } from "./commit-batches.ts";
import type { NewBatch, StoredBatch } from "./store.ts";

type Kept = ReadonlyMap<string, StoredBatch>;

interface Waiting {
  readonly prepared: readonly PreparedBatch[];
  resolve(kept: readonly StoredBatch[]): void;
  reject(error: unknown): void;
}

const MAX_BATCHES = 256;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Gathers what is to be kept while a transaction is under way into the next one: one wait for the disk serves all.
 *
 * @param commit - keeps batches in one transaction
 */
export class GroupCommit {
  readonly #commit: (prepared: readonly PreparedBatch[]) => Promise<Kept>;
  #waiting: Waiting[] = [];
  #working: Promise<void> | undefined;

  constructor(commit: (prepared: readonly PreparedBatch[]) => Promise<Kept>) {
    this.#commit = commit;
  }

  /** Keeps batches, all or none; resolves when they are durable. */
  async add(batches: readonly NewBatch[]): Promise<readonly StoredBatch[]> {
    if (batches.length === 0) return [];
    const prepared = await Promise.all(batches.map(prepareBatch));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ prepared, resolve, reject });
      this.#working ??= this.#work();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    // What arrives in the same turn goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#keep(this.#take());
    this.#working = undefined;
  }

  #take(): readonly Waiting[] {
    let [count, batches, bytes] = [0, 0, 0];
    for (const { prepared } of this.#waiting) {
      batches += prepared.length;
      for (const { rollouts } of prepared) bytes += rollouts.length;
      if (count > 0 && (batches > MAX_BATCHES || bytes > MAX_BYTES)) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  /** When a group fails, each of its members is tried alone: one that cannot be kept fails alone. */
  async #keep(group: readonly Waiting[]): Promise<void> {
    try {
      const kept = await this.#commit(group.flatMap(({ prepared }) => prepared));
      for (const each of group) each.resolve(each.prepared.map(({ batch }) => kept.get(batch.key) as StoredBatch));
    } catch (error) {
      if (group.length === 1) (group[0] as Waiting).reject(error);
      else for (const each of group) await this.#keep([each]);
    }
  }
}
