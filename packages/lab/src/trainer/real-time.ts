import type { Runtime } from "@guerdon/core/engine";

/** What the engine runs on where nothing else is given: the clock and timers of the machine. */
export const realTime: Runtime = {
  clock: {
    now: () => performance.now(),
    after: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
  },
};
