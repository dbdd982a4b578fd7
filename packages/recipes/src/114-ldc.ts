import { powerMean } from "@guerdon/core/combinator";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { flatLayout, fullSignal } from "@guerdon/core/signal";
import { createSteeredTable } from "@guerdon/lab/policy";
import { categoricalSearch, maximise } from "@guerdon/lab/search";
import { correlation } from "@guerdon/lab/statistics";
import { normalAt } from "@guerdon/lab/tensor";
import { drawnScores, expectedScores, type SectionScores, trainSteer } from "@guerdon/lab/trainer";
import { defineRecipe, defineStudy, type Recipe, type RunArm, type Samples } from "./harness/index.ts";

const DIMENSIONS = ["novelty", "feasibility", "effectiveness"] as const;
const TYPES = Array.from({ length: 12 }, (_, k) => k);
const STRENGTHS = [0, 0.25, 0.5, 0.75, 1];
const ALL = STRENGTHS.flatMap((a) => STRENGTHS.flatMap((b) => STRENGTHS.map((c) => [a, b, c])));
const balance = powerMean({ power: "harmonic", eps: 1e-6 });
const harmonicOf = (scores: readonly number[]): number =>
  balance.apply(
    scores.map((score) => fullSignal("rollout", [score])),
    flatLayout([1]),
  ).values[0] as number;

/** Logits of 12 types of sentences in method and experiment plan, and what each type is worth. */
function ideasOf(seed: number): { readonly base: number[][]; readonly scores: SectionScores } {
  const key = streamKey(seed, "114 ideas");
  const novelty = TYPES.map((k) => uniformAt(key, k));
  const feasible = novelty.map((value, k) => Math.min(1, Math.max(0, 1 - value + 0.1 * normalAt(key, 50 + k))));
  const effective = TYPES.map((k) => uniformAt(key, 30 + k));
  return {
    base: [100, 200].map((from) => TYPES.map((k) => normalAt(key, from + k))),
    scores: {
      lengths: [4, 4],
      values: [novelty, feasible, effective],
      weights: [
        [1, 0],
        [0.3, 0.7],
        [0.3, 0.7],
      ],
    },
  };
}

interface Settings {
  readonly training: {
    readonly kl: number;
    readonly learningRate: number;
    readonly updates: number;
    readonly batch: number;
  };
  /** Strengths of the three steers: the same for both sections, the best such, or learnt for each. */
  readonly decoding: readonly number[] | "best static" | "by section";
  readonly scheduler: { readonly rounds: number; readonly population: number; readonly learningRate: number };
}

const trained = ({ training }: Pick<Settings, "training">, seed: number) => {
  const { base, scores } = ideasOf(seed);
  const table = createSteeredTable(base, DIMENSIONS.length);
  for (const d of DIMENSIONS.keys()) trainSteer(table, d, { ...training, scores }, seed);
  return { table, scores };
};

const write: RunArm<Settings> = async (settings, seed) => {
  const { table, scores } = trained(settings, seed);
  const { decoding, scheduler } = settings;
  const scored = (strengths: readonly (readonly number[])[]) => expectedScores(table, scores, strengths);
  const bySection = (row: ArrayLike<number>) =>
    [0, 3].map((from) => [0, 1, 2].map((d) => STRENGTHS[row[from + d] as number] as number));
  const { rounds, ...search } = scheduler;
  const learnt = async (): Promise<number[][]> => {
    const categorical = categoricalSearch({ choices: new Array(6).fill(STRENGTHS.length), ...search, seed });
    await maximise(categorical, rounds, (row, { round, member }) =>
      harmonicOf(drawnScores(table, scores, bySection(row), streamKey(seed, `idea ${round}/${member}`))),
    );
    return bySection(categorical.centre);
  };
  const best = (): readonly number[] =>
    ALL.reduce((a, b) => (harmonicOf(scored([b, b])) > harmonicOf(scored([a, a])) ? b : a));
  const same = decoding === "best static" ? best() : decoding;
  const found = scored(same === "by section" ? await learnt() : [same, same]);
  return {
    ...Object.fromEntries(DIMENSIONS.map((name, d) => [name, found[d] as number])),
    harmonic: harmonicOf(found),
  };
};

const settings = {
  training: { kl: 0.1, learningRate: 2, updates: 200, batch: 64 },
  decoding: [0, 0, 0] as Settings["decoding"],
  scheduler: { rounds: 20, population: 25, learningRate: 2 },
};
const smoke = { training: { updates: 2 }, scheduler: { rounds: 2 } };

/** Seeds in which a steer alone raises its own score by 0.2. */
const raised = (s: Samples, name: (typeof DIMENSIONS)[number]): number =>
  s.values(name, name).filter((value, seed) => value >= (s.values("off", name)[seed] as number) + 0.2).length;

const decoding = defineStudy({
  about: "Ideas of 4 + 4 sentences of 12 types; three steers, each learnt alone; scores are exact expectations.",
  run: write,
  settings,
  arms: {
    off: {},
    novelty: { decoding: [1, 0, 0] },
    feasibility: { decoding: [0, 1, 0] },
    effectiveness: { decoding: [0, 0, 1] },
    "all on": { decoding: [1, 1, 1] },
    "best static": { decoding: "best static" as const },
    "by section": { decoding: "by section" as const },
  },
  seeds: 5,
  metrics: [...DIMENSIONS, "harmonic"],
  smoke,
  treatment: "by section",
  control: "all on",
  claims: [
    {
      says: "Each steer alone raises its own score by at least 0.2 in at least 4 of 5 seeds, and that of novelty lowers feasibility.",
      source: "§Experiment (a)",
      central: true,
      swap: { novelty: "off", feasibility: "off", effectiveness: "off" },
      holds: (s) =>
        DIMENSIONS.every((name) => raised(s, name) >= 4) &&
        s.mean("novelty", "feasibility") < s.mean("off", "feasibility"),
    },
    {
      says: "Strengths by section, learnt from 500 ideas, reach a harmonic mean 20 % above all steers on and at most 0.02 below the best strengths for all.",
      source: "§Experiment (c)",
      central: true,
      holds: (s) =>
        s.mean("by section", "harmonic") >= 1.2 * s.mean("all on", "harmonic") &&
        s.mean("by section", "harmonic") >= s.mean("best static", "harmonic") - 0.02,
    },
  ],
});

const sweep = defineStudy({
  about: "One steer after the other at strengths 0, 0.25, 0.5, 0.75 and 1: rank correlation of strength and its score.",
  run: (given: Pick<Settings, "training">, seed: number) => {
    const { table, scores } = trained(given, seed);
    return Object.fromEntries(
      DIMENSIONS.map((name, d) => {
        const ends = STRENGTHS.map((strength) => {
          const own = DIMENSIONS.map((_, other) => (other === d ? strength : 0));
          return expectedScores(table, scores, [own, own])[d] as number;
        });
        return [name, correlation(STRENGTHS, ends, "spearman")];
      }),
    );
  },
  settings: { training: settings.training },
  arms: { trained: {}, untrained: { training: { updates: 0 } } },
  seeds: 5,
  metrics: [...DIMENSIONS],
  smoke: {},
  treatment: "trained",
  control: "untrained",
  claims: [
    {
      says: "The rank correlation of strength and score is at least 0.9 for each steer.",
      source: "§Experiment (b)",
      holds: (s) => DIMENSIONS.every((name) => s.mean("trained", name) >= 0.9),
    },
  ],
});

export const recipe: Recipe = defineRecipe({
  paper: "114",
  title: "A controller for each reward, set section by section",
  mechanism:
    "Three rewards are in conflict. Instead of one weighted sum, each has a controller: a steer of the policy's output that " +
    "is learnt alone, on its own reward and near the policy without it. What is written is then set by the strengths of the " +
    "steers, which change from section to section: a scheduler learns them from a balanced score of finished ideas.",
  pieces: [powerMean],
  budgetSeconds: 30,
  studies: { decoding, sweep },
  differences: [
    "A softmax over 12 types of sentences instead of a language model; scores by formula instead of learnt reward models.",
    "A steer adds logits and is blind to the section, in place of a matrix on the output representation.",
    "The scheduler is a table of strengths by section, learnt by a policy gradient, instead of a recurrent net.",
    "The divergence is the mean over sentences; step sizes were set on seeds from 100 on.",
  ],
  findings:
    "Steers alone raise their scores by 0.29, 0.38 and 0.37, and the steer of novelty takes 0.25 of feasibility. The harmonic " +
    "mean is 0.45 without steers, 0.53 with all on, 0.60 with the best strengths for the whole idea and 0.70 by section. The " +
    "pilot of the card saw 0–4 % from strengths by section over the best static ones, where 15 % are found here: its steers " +
    "are likely to know the section. Steers with a row for each section (seeds 100 to 104, not kept) come to 0.55–0.78 with all " +
    "on, where there is nothing left for a scheduler and the pilot's all-on (0.28–0.50) is missed by far.",
});
