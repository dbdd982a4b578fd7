import { conditional, groupRelative } from "@guerdon/core/advantage";
import type { AdvantageOptions } from "@guerdon/core/program";
import { choicePolicy, choiceWorld } from "@guerdon/lab/world";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, tokenTraining } from "./harness/index.ts";

const heads = { prompts: 16, heads: [5, 6], shared: [true, false] };
const worlds = { "long helps": 0.2, "short helps": -0.2 };
const both = <T>(of: (world: keyof typeof worlds) => T) => [of("long helps"), of("short helps")] as const;

/** An arm in the world where length helps and in the one where it hurts. */
const arms = (method: string, reward: object) =>
  Object.fromEntries(
    Object.entries(worlds).map(([world, slope]) => [`${method}, ${world}`, { reward, world: { slope } }]),
  );
const halves = (options: object) => ({ advantage: { use: "conditional", metric: "length", ...options } });

const run = tokenTraining({
  world: ({ slope, base }: { readonly slope: number; readonly base: number }) =>
    choiceWorld({
      ...heads,
      names: ["correct", "length", "accuracy", "noise"],
      measure: ({ choices: [length = 0, answer], ofResponse }) => {
        const chance = answer === 0 ? base + slope * (length - 2) : 0;
        return [ofResponse(0) < chance ? 1 : 0, length, chance, ofResponse(1)];
      },
    }),
  policy: () => choicePolicy(heads),
});

const settings = {
  world: { slope: 0.2, base: 0.5 },
  reward: {
    terms: { correct: FROM_WORLD, length: FROM_WORLD, noise: FROM_WORLD },
    total: "correct",
    advantage: { use: "group-relative", scale: "none" } as AdvantageOptions,
  },
  objective: { aggregation: "seq-mean-token-sum" as const, surrogate: "log-prob" as const },
  learningRate: 11,
  updates: 120,
  prompts: 16,
  perPrompt: 16,
};

const training = defineStudy({
  about: "A shared head of 5 lengths and answers of 6 options; length raises or lowers the chance of being accepted.",
  run,
  settings,
  arms: {
    ...arms("group mean", {}),
    ...arms("other half", halves({ mu: 1 })),
    ...arms("both halves", halves({ mu: 0.5 })),
    ...arms("own half", halves({ mu: 0 })),
    ...arms("random halves", halves({ metric: "noise" })),
    ...arms("pay short", { total: "correct * (1 + 0.5 * (1 - length / 2))" }),
    ...arms("pay long", { total: "correct * (1 + 0.5 * (length / 2 - 1))" }),
  },
  seeds: 5,
  metrics: ["accuracy", "length"],
  smoke: { updates: 3 },
  treatment: "other half, long helps",
  control: "random halves, long helps",
  claims: [
    {
      says: "At update 20 comparing with the other half is at least 15 % more accurate than the group mean, whichever way length works.",
      source: "§Experiment check 2",
      central: true,
      swap: Object.fromEntries(both((world) => [`other half, ${world}`, `group mean, ${world}`])),
      holds: (s) =>
        both(
          (world) =>
            s.mean(`other half, ${world}`, "accuracy", { at: 20 }) >=
            1.15 * s.mean(`group mean, ${world}`, "accuracy", { at: 20 }),
        ).every(Boolean),
    },
    {
      says: "A penalty for length, or for brevity, loses at least 15 % of the final accuracy where it is wrong; halves lose at most 1 %.",
      source: "§Experiment check 3",
      swap: {
        "other half, long helps": "pay short, long helps",
        "other half, short helps": "pay long, short helps",
      },
      holds: (s) => {
        const share = (method: string, world: string): number =>
          s.mean(`${method}, ${world}`, "accuracy") / s.mean(`group mean, ${world}`, "accuracy");
        return (
          share("pay short", "long helps") <= 0.85 &&
          share("pay long", "short helps") <= 0.85 &&
          both((world) => share("other half", world) >= 0.99).every(Boolean)
        );
      },
    },
    {
      says: "At update 20 halves by length beat random halves in both worlds.",
      source: "§Experiment check 4",
      swap: Object.fromEntries(both((world) => [`other half, ${world}`, `random halves, ${world}`])),
      holds: (s) =>
        both((world) => s.difference(`other half, ${world}`, `random halves, ${world}`, "accuracy", { at: 20 })).every(
          ({ mean, pValue }) => mean > 0 && pValue <= 0.05,
        ),
    },
    {
      says: "Half of each comparison gives the curve of the group mean, to 1e-3 at every update.",
      source: "§Experiment check 1",
      swap: Object.fromEntries(both((world) => [`both halves, ${world}`, `other half, ${world}`])),
      holds: (s) =>
        both((world) => {
          const [one, other] = [`both halves, ${world}`, `group mean, ${world}`].map((arm) =>
            s.curves(arm, "accuracy"),
          );
          return one?.every(({ values }, seed) =>
            values.every((value, i) => Math.abs(value - (other?.[seed]?.values[i] as number)) <= 1e-3),
          );
        }).every(Boolean),
    },
  ],
  plot: {
    metric: "accuracy",
    arms: [...both((world) => `group mean, ${world}`), ...both((world) => `other half, ${world}`)],
  },
});

const efficiency = defineStudy({
  about: "The same where length does not matter: every right answer is accepted with chance 0.8.",
  run,
  settings: { ...settings, world: { slope: 0, base: 0.8 }, reward: { ...settings.reward, ...halves({ mu: 1 }) } },
  arms: {
    "tilt 1": {},
    "tilt 0.98": { reward: { advantage: { alpha: 0.98 } } },
    "tilt 0.95": { reward: { advantage: { alpha: 0.95 } } },
    "tilt 0.9": { reward: { advantage: { alpha: 0.9 } } },
  },
  seeds: 5,
  metrics: ["accuracy", "length"],
  smoke: { updates: 3 },
  treatment: "tilt 0.95",
  control: "tilt 1",
  claims: [
    {
      says: "A tilt of 0.95 towards short answers halves the length with accuracy within 1 %.",
      source: "§Experiment check 5",
      holds: (s) =>
        s.mean("tilt 0.95", "length") <= 0.5 * s.mean("tilt 1", "length") &&
        s.mean("tilt 0.95", "accuracy") >= 0.99 * s.mean("tilt 1", "accuracy"),
    },
  ],
});

export const recipe: Recipe = defineRecipe({
  paper: "183",
  title: "Compare with the other half of the group",
  mechanism:
    "The rollouts of a prompt are split into halves by a metric, here their length. A reward is compared with the mean of " +
    "the other half, which shows whether more or less of the metric helps, without saying beforehand which; compared with " +
    "the own half it shows what else helps. Half of each is the plain group mean. A tilt below 1 discounts the rewards of " +
    "one half and so prefers the other where both are as good.",
  pieces: [conditional, groupRelative],
  budgetSeconds: 90,
  studies: { training, efficiency },
  differences: [
    "A softmax table on made-up prompts; accuracy is the exact chance of being accepted, averaged over the responses.",
    "The step size is set so that the group mean is about 0.55 accurate at update 20, as in the pilot of the card.",
  ],
  findings:
    "Comparing with the other half is faster than the group mean in both worlds, in every seed, but by 13 % " +
    "and 11 % of the accuracy at update 20 (0.61 against 0.54 and 0.56) instead of the 15 % asked for; the " +
    "pilot of the card has 25 %. Here the shared head of lengths moves as fast as the 16 heads of answers " +
    "together, so that length is nearly settled by then in all arms and less is left to gain from telling its " +
    "direction. All other checks hold: penalties cost 24 % where they are wrong, random halves are slower " +
    "than halves by length, and equal shares are the group mean to the last bit.",
});
