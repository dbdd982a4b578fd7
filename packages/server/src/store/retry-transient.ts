import { setTimeout as sleep } from "node:timers/promises";
import { isTransient } from "./store-error.ts";

/**
 * Does something again while it fails for a lost connection, a restart of the server or a conflict.
 * Only for what may be done twice.
 *
 * @param withinMs - no new attempt begins later than this
 */
export async function retryTransient<T>(work: () => Promise<T>, withinMs: number): Promise<T> {
  const ends = performance.now() + withinMs;
  for (let waitMs = 10; ; waitMs = Math.min(2 * waitMs, 500)) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || performance.now() + waitMs > ends) throw error;
      await sleep(waitMs * (0.5 + Math.random()));
    }
  }
}
