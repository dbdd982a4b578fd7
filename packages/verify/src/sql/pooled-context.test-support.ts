import type { Context } from "@guerdon/core/piece";
import { processPool } from "../pool/index.ts";
import { INLINE } from "../text/score-rows.test-support.ts";

/** A context whose calls run in child processes, as the engine's do, and what ends them. */
export function pooledContext(): { readonly context: Context; readonly close: () => Promise<void> } {
  // A busy machine may take long to make the files of the PostgreSQL server.
  const pool = processPool({ size: 1, startMs: 120_000 });
  return {
    context: { ...INLINE, call: (task, inputs, options) => pool.run(task, inputs, options) },
    close: () => pool.close(),
  };
}
