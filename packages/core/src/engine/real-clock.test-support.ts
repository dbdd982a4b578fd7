import type { Clock } from "../piece/index.ts";

/** A clock of real timers: core has none of its own. */
export const realClock: Clock = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};
