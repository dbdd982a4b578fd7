import type { Cache } from "@guerdon/core/piece";

/** A cache that holds something which must be let go. */
export interface ClosableCache extends Cache {
  /** Resolves once all that was set so far is kept. */
  flush(): Promise<void>;
  /** Flushes and lets go of files; nothing is set or found afterwards. */
  close(): Promise<void>;
}
