import type { Context } from "@guerdon/core/piece";
import { processPool } from "../pool/index.ts";
import { INLINE } from "../text/score-rows.test-support.ts";

/** A context whose calls run in child processes, as the engine's do, and what ends them. */
export function pooledContext(size = 1): {
  readonly context: Context;
  readonly close: () => Promise<void>;
  readonly health: () => unknown;
} {
  const pool = processPool({ size });
  return {
    context: { ...INLINE, call: (task, inputs, options) => pool.run(task, inputs, options) },
    close: () => pool.close(),
    health: () => pool.health(),
  };
}
