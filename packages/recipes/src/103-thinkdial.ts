import { groupRelative } from "@guerdon/core/advantage";
import { piecewise } from "@guerdon/core/schedule";
import { affine, lengthRank } from "@guerdon/core/shaper";
import { thinkingLength, thinkingLengthPolicy } from "@guerdon/lab/world";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, type Samples, tokenTraining } from "./harness/index.ts";

const modes = ["high", "medium", "low"] as const;
const [SFT, WARM_UP, SHAPED] = [200, 150, 120];
/** Updates at the end of the warm-up, with those of the cloning before it. */
const PEAK = { from: SFT + WARM_UP - 19, to: SFT + WARM_UP };

const byMode = (name: string, of: string) =>
  Object.fromEntries(modes.map((mode, k) => [`${mode}${name}`, { use: "affine", of, when: `tag == ${k}` }]));

const cloning = (updates: number) => ({ warmStart: { updates, batch: 48, learningRate: 24 } });

const training = defineStudy({
  about:
    "Hazard policy asked for high, medium or low effort: cloned from shortened chains, warmed up, then shaped by mode.",
  run: tokenTraining({
    world: () => thinkingLength({ tags: [...modes], shown: [1, 0.5, 0.25] }),
    policy: () => thinkingLengthPolicy({ tags: modes.length }),
  }),
  settings: {
    reward: {
      terms: {
        correct: FROM_WORLD,
        gold: FROM_WORLD,
        length: FROM_WORLD,
        tag: FROM_WORLD,
        shaped: { use: "piecewise", segments: [{ until: WARM_UP, to: 0 }, { to: 1 }] },
        rank: { use: "length-rank", of: "length", correct: "correct" },
        effort: "correct + shaped * 0.5 * tag * rank",
        learnt: { use: "affine", of: "effort", when: "tag < 1 or shaped > 0" },
        ...byMode("Accuracy", "gold"),
        ...byMode("Length", "length"),
      },
      total: "learnt",
      advantage: { use: "group-relative" },
    },
    objective: { aggregation: "seq-mean-token-sum" as const },
    // In the warm-up a third of the prompts is learnt from.
    learningRate: { use: "piecewise", segments: [{ until: WARM_UP, to: 7.2 }, { to: 2.4 }] },
    updates: WARM_UP + SHAPED,
    prompts: 24,
    perPrompt: 8,
    ...cloning(SFT),
  },
  arms: {
    full: {},
    "no cloning": { warmStart: { updates: 0 } },
    "no warm-up": { reward: { terms: { shaped: "1" } }, learningRate: 2.4, updates: SHAPED },
    "no length": { reward: { terms: { effort: "correct" } } },
  },
  seeds: 5,
  metrics: modes.flatMap((mode) => [`term.${mode}Accuracy`, `term.${mode}Length`]),
  smoke: { updates: 3, prompts: 6, warmStart: { updates: 2 } },
  treatment: "full",
  control: "no length",
  claims: [
    {
      says: "High takes more tokens than medium and medium more than low, each by at least 5 % of high, and high keeps 0.95 of the warm-up's accuracy.",
      source: "§Experiment check 1",
      central: true,
      holds: (s) => {
        const [high, medium, low] = lengths(s, "full");
        return (
          high - medium >= 0.05 * high &&
          medium - low >= 0.05 * high &&
          s.mean("full", "term.highAccuracy") >= 0.95 * s.mean("full", "term.highAccuracy", PEAK)
        );
      },
    },
    {
      says: "Accuracy falls from high to medium to low, and low keeps at least 0.75 of high.",
      source: "§Experiment check 2",
      swap: { full: "no warm-up" },
      holds: (s) => {
        const [high, medium, low] = modes.map((mode) => s.mean("full", `term.${mode}Accuracy`)) as [
          number,
          number,
          number,
        ];
        return high >= medium && medium >= low && low >= 0.75 * high;
      },
    },
    {
      says: "High and low lie at least 1.3 times as far apart as without the cloning of shortened chains.",
      source: "§Experiment check 3",
      swap: { full: "no cloning" },
      holds: (s) => {
        const apart = (arm: string) => lengths(s, arm)[0] - lengths(s, arm)[2];
        return apart("full") >= 1.3 * apart("no cloning");
      },
    },
    {
      says: "Without the warm-up low is at least 0.15 less accurate.",
      source: "§Experiment check 4",
      central: true,
      swap: { full: "no warm-up" },
      holds: (s) => s.mean("no warm-up", "term.lowAccuracy") <= s.mean("full", "term.lowAccuracy") - 0.15,
    },
  ],
  plot: { metric: "term.lowLength" },
});

function lengths(s: Samples, arm: string): readonly [number, number, number] {
  return modes.map((mode) => s.mean(arm, `term.${mode}Length`)) as [number, number, number];
}

export const recipe: Recipe = defineRecipe({
  paper: "103",
  title: "One policy with three levels of effort",
  mechanism:
    "The prompt says how much effort is wanted. First the policy imitates chains that were cut to a share for each mode " +
    "and are still right; then it is trained on right answers in the high mode alone; then in all modes, where a rank of " +
    "the length within the group is added, with a weight of 0, 0.5 and 1 for high, medium and low.",
  pieces: [affine, groupRelative, lengthRank, piecewise],
  budgetSeconds: 60,
  studies: { training },
  findings:
    "The three modes part (12.7, 9.3 and 8.7 tokens; pilot 13.6, 10.0 and 9.6), but high loses a little too much: 0.883 where " +
    "0.95 of the warm-up's 0.936 are asked for, as shared logits carry the shortening over. Without the warm-up low is 0.07 less " +
    "accurate, not 0.15: it keeps 0.62 (pilot 0.51). Low itself is less accurate than the pilot's (0.70 and 0.81): cloning " +
    "here moves the logits of all modes too, and fallen short the hard prompts are rarely solved in low. The arm without " +
    "cloning is the pilot's: 0.92, 0.86 and 0.84 at 11.1, 10.1 and 9.9 tokens (0.92, 0.83, 0.81 at 11.5, 9.7, 9.4). Cloning " +
    "the logits of the modes alone, tried once and not kept, is nearer to the pilot (0.93, 0.85 and 0.79 at 12.8, 9.9 and 9.3) " +
    "and saves neither claim: medium and low are 4.9 % of high apart (the pilot's 3 %), low loses 0.06 without the warm-up.",
  differences: [
    "A table of hazards on a made-up task instead of a language model; a mode adds logits of its own.",
    "Reasoning that leaks into the answer, its penalty (check 5), truncation after training and the ACT score (check 6) are left out.",
    "Each task comes once in each mode: the warm-up learns from the third of the prompts that is high, at three times the step size.",
    "The step size of the cloning, 24, was chosen on seed 1000: at 2.4 the loss has not settled after 200 updates.",
    "Cloning moves all logits, not those of the modes alone.",
  ],
});
