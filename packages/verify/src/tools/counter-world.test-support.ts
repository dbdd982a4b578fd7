import type { World } from "./replay-and-compare.ts";

/** A world of one number. */
export const world: World = {
  database: { counter: { n: 0 } },
  tools: {
    add: (database: { counter: { n: number } }, { n }: { n: number }) => {
      database.counter = { n: database.counter.n + n };
      return database.counter.n;
    },
  },
};
