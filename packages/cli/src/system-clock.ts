import type { Clock } from "@guerdon/core/piece";

/** The machine's own clock, for the engine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};
