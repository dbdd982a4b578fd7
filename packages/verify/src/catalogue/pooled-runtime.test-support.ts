import type { Runtime } from "@guerdon/core/engine";
import type { Pool } from "@guerdon/core/piece";

/** What the command line runs checks on: the real clock and a pool of processes. */
export function pooledRuntime(pool: Pool): Runtime {
  const after = (ms: number, then: () => void): (() => void) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  };
  return { clock: { now: () => performance.now(), after }, pool };
}
