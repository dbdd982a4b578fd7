import { groupRelative } from "@guerdon/core/advantage";
import { fieldLadder } from "@guerdon/core/combinator";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { selfCertainty } from "@guerdon/lab/statistics";
import { contextualPolicy, contextualWorld, shopSessions } from "@guerdon/lab/world";
import { rougeScore } from "@guerdon/verify/similarity";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, tokenTraining } from "./harness/index.ts";

const certainty = defineStudy({
  about: "Self-certainty of 50 random rationales of 6 tokens over 8, as a divergence and as log V − entropy.",
  run: ({ base, perVocabulary }: { readonly base: number; readonly perVocabulary: boolean }, seed: number) => {
    const key = streamKey(seed, "129 rationales");
    const away = Array.from({ length: 50 }, (_, r) => {
      const rows = Array.from({ length: 6 }, (_, t) => {
        const weights = Array.from({ length: 8 }, (_, k) => uniformAt(key, 64 * r + 8 * t + k) ** 4);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        return weights.map((weight) => weight / total);
      });
      const entropies = rows.map((row) => row.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0));
      const mean = entropies.reduce((sum, entropy) => sum + entropy, 0) / 6;
      return Math.abs(selfCertainty(rows, { perVocabulary }) - (Math.log(base) - mean) / (perVocabulary ? 8 : 1));
    });
    return { away: Math.max(...away) };
  },
  settings: { base: 8, perVocabulary: false },
  arms: { "log V": {}, "log V, divided": { perVocabulary: true }, "log 2": { base: 2 } },
  seeds: 3,
  metrics: ["away"],
  smoke: {},
  treatment: "log V",
  control: "log 2",
  claims: [
    {
      says: "Self-certainty is log V less the mean entropy, to 1e-9, with and without the division by V.",
      source: "§Experiment check 4",
      holds: (s) => [...s.values("log V", "away"), ...s.values("log V, divided", "away")].every((away) => away <= 1e-9),
    },
  ],
});

const shop = (similarity = (text: string, gold: string) => rougeScore(text, gold, "rougeL").f1) =>
  shopSessions({ similarity });

const fields = (scale: number) => [
  { worth: 0.3 },
  { worth: 0.2, dependsOn: 0 },
  { worth: scale, threshold: 0.75, dependsOn: 0 },
  { worth: 0.1, dependsOn: 0 },
  { worth: 0.1, threshold: 0.75, dependsOn: 0 },
  { worth: 0.1, dependsOn: 0 },
  { worth: scale, threshold: 0.75, dependsOn: 0 },
];
const ladder = (scale: number) => ({
  use: "field-ladder",
  of: ["type", "clickNamed", "clickName", "fieldNamed", "fieldName", "texted", "text"],
  fields: fields(scale),
});
const cold = { updates: 0, batch: 1, learningRate: 0.005 };

const training = defineStudy({
  about:
    "400 logged steps of shoppers, the next action to be foretold after a start on 15 % of them; GRPO, groups of 8.",
  run: tokenTraining({
    world: () => contextualWorld(shop()),
    policy: () => contextualPolicy({ ...shop(), hidden: 32 }),
  }),
  settings: {
    reward: {
      terms: {
        ...Object.fromEntries(
          [
            "format",
            "certainty",
            "exact",
            "type",
            "clickNamed",
            "clickName",
            "fieldNamed",
            "fieldName",
            "texted",
            "text",
          ].map((name) => [name, FROM_WORLD]),
        ),
        action: ladder(1000),
      },
      total: "action + 0.5 * format + 0.005 * certainty",
      advantage: { use: "group-relative" },
    },
    objective: { aggregation: "seq-mean-token-sum" as const, surrogate: "log-prob" as const },
    kl: { estimator: "k3" as const, beta: 0.001 },
    optimiser: "adamw" as const,
    learningRate: 0.01,
    updates: 200,
    prompts: 12,
    perPrompt: 8,
    warmStart: { updates: 20, batch: 64, learningRate: 0.005 },
    evaluation: { every: 100, prompts: 200 },
  },
  arms: {
    full: {},
    binary: { reward: { total: "exact + 0.5 * format" } },
    "scale 1": { reward: { terms: { action: ladder(1) } } },
    "without certainty": { reward: { total: "action + 0.5 * format" } },
    start: { updates: 1, learningRate: 0 },
    "full, cold": { warmStart: cold },
    "binary, cold": { reward: { total: "exact + 0.5 * format" }, warmStart: cold },
  },
  seeds: 5,
  metrics: ["exact", "type", "terminates", "leaves", "certainty", "format"].map((name) => `heldOut.${name}`),
  smoke: {
    updates: 1,
    prompts: 2,
    warmStart: { updates: 1, batch: 4, learningRate: 0.005 },
    evaluation: { every: 1, prompts: 20 },
  },
  treatment: "full",
  control: "binary",
  claims: [
    {
      says: "Parts paid, hard ones by 1000, make at least 1.2 times as many held-out actions exact as the start, and 5 points more than paid for exact ones.",
      source: "§Experiment check 1",
      central: true,
      holds: (s) =>
        s.median("full", "heldOut.exact") >= 1.2 * s.median("start", "heldOut.exact") &&
        s.median("full", "heldOut.exact") >= s.median("binary", "heldOut.exact") + 0.05,
    },
    {
      says: "From nothing, paid for exact actions the policy leaves 30 points too often or is exact in less than 2 %; paid for parts it leaves within 10 points of people.",
      source: "§Experiment check 2",
      swap: { "full, cold": "binary, cold" },
      holds: (s) => {
        const over = (arm: string): number => s.median(arm, "heldOut.terminates") - s.median(arm, "heldOut.leaves");
        const isLost = over("binary, cold") >= 0.3 || s.median("binary, cold", "heldOut.exact") < 0.02;
        return isLost && Math.abs(over("full, cold")) <= 0.1;
      },
    },
    {
      says: "Hard parts times 1000 leave nearer to how often people do than times 1, with at most half a point fewer exact actions.",
      source: "§Experiment check 3",
      swap: { full: "scale 1" },
      holds: (s) => {
        const away = (arm: string): number =>
          Math.abs(s.median(arm, "heldOut.terminates") - s.median(arm, "heldOut.leaves"));
        return (
          away("full") < away("scale 1") &&
          s.median("full", "heldOut.exact") >= s.median("scale 1", "heldOut.exact") - 0.005
        );
      },
    },
  ],
  plot: { metric: "heldOut.exact" },
});

export const recipe: Recipe = defineRecipe({
  paper: "129",
  title: "What a shopper does next is learnt by parts, hard ones paid a thousandfold",
  mechanism:
    "An action earns 0.3 for the right type and, only then, a little for each part that is given and 1000 times its ROUGE-L " +
    "for a name or a text that is nearly right. Divided by the deviation of its group, a hit on a hard part makes all that is easy " +
    "vanish; a group without one falls back on the small steps. Format adds 0.5, the certainty of the rationale very little.",
  pieces: [fieldLadder, groupRelative],
  budgetSeconds: 60,
  studies: { training, certainty },
  differences: [
    "Made-up people (taste, budget, patience) and a perceptron that chooses, instead of logs of a shop and a language model.",
    "The rationale of six tokens is written before the action and seen by it, but says nothing a person would.",
    "200 updates of 12 steps. The length of the start is, of four tried on other seeds, the one that ends nearest to the exact actions of the paper after supervised learning (0.17).",
    "The learning rate was raised from 0.005 to 0.01 after a first measurement (full 0.27, exact alone 0.26 in the median), by other seeds.",
  ],
  findings:
    "From nothing it is as the paper says: paid for exact actions the policy always leaves, in every seed, and paid for parts it " +
    "leaves as often as people do. After the start, parts make 0.34 of the actions exact in the median, 1.5 times the start, but " +
    "paying for exact actions makes 0.315, so that the gap is 2.5 points and not 5. That arm earns its actions by the easiest type: it " +
    "leaves in 64 % of the steps where people do in 23 %, with 50 % of the types right against 89 %. On two other seeds the gap " +
    "was 9 points; here one seed unlearns leaving under parts, and a start of 20 updates is near nothing in it. A thousandfold " +
    "weight is no better than 1 in how often it leaves (0.195 and 0.21 for 0.23), for divided by the deviation of a group a hit " +
    "is large in both. Certainty doubles with its tiny weight, and without it 0.345 of the actions are exact on average, not fewer. " +
    "With 300 updates of 32 sessions, the size of the card at three times the cost, all seeds came to 0.46 and 0.415, 4.5 points, " +
    "and the other verdicts were the same.",
});
