import type { Store } from "@guerdon/server/store";

const EVERY_MS = 3_600_000;

/**
 * Removes runs that were not used for `keepMs`, now and every hour.
 *
 * @param onPruned - told of the runs that were removed, and of what failed
 * @returns what ends it
 */
export function pruneRegularly(
  store: Pick<Store, "prune">,
  keepMs: number,
  onPruned: (removed: readonly string[], error?: unknown) => void,
): () => void {
  const prune = (): void => {
    store.prune({ before: new Date(Date.now() - keepMs) }).then(
      (removed) => removed.length > 0 && onPruned(removed),
      (error) => onPruned([], error),
    );
  };
  prune();
  const timer = setInterval(prune, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
