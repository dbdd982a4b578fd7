import type { NewBatch, Store, StoredBatch } from "../store/store.ts";

interface Waiting {
  readonly batch: NewBatch;
  resolve(kept: StoredBatch): void;
  reject(error: unknown): void;
}

const MAX_BATCHES = 256;

/** Group commit: batches that come while others are being kept are kept together, in one transaction. */
export class CommitQueue {
  readonly #store: Pick<Store, "commitBatches">;
  readonly #waiting: Waiting[] = [];
  #working = false;

  constructor(store: Pick<Store, "commitBatches">) {
    this.#store = store;
  }

  /** Resolves when the batch, or one that came before under its key, is durable. */
  add(batch: NewBatch): Promise<StoredBatch> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      if (this.#working) return;
      this.#working = true;
      setImmediate(() => void this.#work());
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, MAX_BATCHES);
      if (await this.#keep(together)) continue;
      // One that the store refuses must not take the others with it.
      for (const alone of together) await this.#keep([alone]);
    }
    this.#working = false;
  }

  /** Keeps batches, all or none; of several that are refused nobody is told yet. */
  async #keep(together: readonly Waiting[]): Promise<boolean> {
    try {
      const kept = await this.#store.commitBatches(together.map(({ batch }) => batch));
      together.forEach(({ resolve }, i) => {
        resolve(kept[i] as StoredBatch);
      });
      return true;
    } catch (error) {
      if (together.length === 1) together[0]?.reject(error);
      return together.length === 1;
    }
  }
}
