import { type ProgramSpec, term } from "@guerdon/core/program";

/** Counts words, on the scale of all that were counted before; slow enough that a kill meets batches in work. */
const program: ProgramSpec = {
  reward: "chaos",
  terms: {
    words: term(
      async (rollouts) => {
        await new Promise((resolve) => setTimeout(resolve, 40));
        return rollouts.map(({ completion }) => String(completion[0]?.content).split(" ").length);
      },
      { range: [0, 1000], scope: "rollout" },
    ),
    seen: { use: "running-normalise", of: "words", current: false, bound: 10 },
  },
  total: "seen",
};

export default program;
