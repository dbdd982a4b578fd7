import { type ProgramSpec, term } from "@guerdon/core/program";

/** 1 for the right answer; the range is 0 … 1. */
export const EXACT: ProgramSpec = {
  reward: "exact",
  terms: { correct: { use: "literal", expected: "{{ item.answer }}" } },
  total: "correct",
};

/** Right answers pay 3, wrong ones −1, and words cost; abstains where the row says so; the range is −6 … 3. */
const GRADED: ProgramSpec = {
  reward: "graded",
  terms: {
    correct: { use: "literal", expected: "{{ item.answer }}" },
    shy: term((rollouts) => rollouts.map(({ item }) => ((item as { skip?: boolean }).skip === true ? null : 1)), {
      range: [0, 1],
      scope: "rollout",
    }),
    close: { use: "fuzzy", expected: "{{ item.answer }}", limitCharacters: 20 },
  },
  total: "4 * correct * shy - 1 + 0 * close",
};

/** Has no bound. */
export const WORDS: ProgramSpec = {
  reward: "words",
  terms: { words: { use: "length", unit: "words" } },
  total: "words",
};

/** Compares with the others of the group. */
const CENTRED: ProgramSpec = {
  reward: "centred",
  terms: { words: { use: "length", unit: "words" }, rank: { use: "centre", of: "words" } },
  total: "rank",
};

/** Whatever is scored, the sandbox is broken. */
const BROKEN: ProgramSpec = {
  reward: "broken",
  terms: {
    broken: term(
      (rollouts) =>
        rollouts.map(() => ({
          kind: "failed",
          blame: "sandbox",
          reason: "the sandbox did not start",
          retryable: true,
        })),
      { range: [0, 1], scope: "rollout" },
    ),
  },
  total: "broken",
};

export const PROGRAMS: readonly ProgramSpec[] = [EXACT, GRADED, WORDS, CENTRED, BROKEN];
