import { groupRelative } from "@guerdon/core/advantage";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { contextualPolicy, contextualWorld, type GroundedVideo, keyframeVideo } from "@guerdon/lab/world";
import { meanBoxIou } from "@guerdon/verify/geometry";
import {
  defineRecipe,
  defineStudy,
  FROM_WORLD,
  type Recipe,
  type RunArm,
  type Samples,
  type TokenSettings,
  tokenTraining,
} from "./harness/index.ts";

const [VIDEOS, HELD_OUT] = [1000, 200];
const overlap = ({ followed, target }: GroundedVideo): number => meanBoxIou(followed, target);
/** Overlap in videos like those for training, or in others. */
const ofKind = (videos: readonly GroundedVideo[], isForeign: boolean): number[] =>
  videos.map((video) => (video.isForeign === isForeign ? overlap(video) : Number.NaN));

const video = keyframeVideo({
  videos: VIDEOS,
  heldOut: HELD_OUT,
  measure: (videos) => ({
    detail: videos.map(({ found, there }) => meanBoxIou(found, there)),
    global: videos.map(overlap),
    same: ofKind(videos, false),
    foreign: ofKind(videos, true),
  }),
});
const measured = ["same", "foreign", "detail", "visible", "ratio", "colour", "shape", "looks"] as const;

const learn = tokenTraining({
  world: () => contextualWorld(video),
  policy: () => contextualPolicy({ ...video, hidden: 64 }),
});

/** Choices without learning, judged on all held-out videos. */
const CHOICES = {
  "uniform, told attributes": (context: number) => [...video.target(context), 2, 7, 13],
  random: (context: number, seed: number) =>
    video.heads.map((size, head) => Math.floor(size * uniformAt(streamKey(seed, `random ${context}`), head))),
};

type Settings = TokenSettings & { readonly choices: "learnt" | keyof typeof CHOICES };

const run: RunArm<Settings> = ({ choices, ...settings }, seed, library) => {
  if (choices === "learnt") return learn(settings, seed, library);
  const found = video.measure(
    Array.from({ length: 2 * HELD_OUT }, (_, i) => ({
      context: VIDEOS + i,
      choices: CHOICES[choices](VIDEOS + i, seed),
      entropies: [],
      uniform: () => 0,
    })),
  );
  return Object.fromEntries(
    measured.map((name) => {
      const values = Array.from(found[name]).filter((value) => !Number.isNaN(value));
      return [`heldOut.${name}`, values.reduce((sum, value) => sum + value, 0) / values.length];
    }),
  );
};

const OVERLAP = "heldOut.same";
const drop = (s: Samples, arm: string): number => s.median(arm, OVERLAP) - s.median(arm, "heldOut.foreign");

const training = defineStudy({
  about:
    "Videos of 16 frames with three moving shapes; the one that speeds up is to be boxed. Overlap in all frames of held-out videos.",
  run,
  settings: {
    choices: "learnt" as Settings["choices"],
    reward: {
      terms: {
        ...Object.fromEntries(["visible", "apart", "ratio", "detail", "global"].map((name) => [name, FROM_WORLD])),
        keyFrames: "visible + apart + ratio",
      },
      total: "keyFrames + detail",
      advantage: { use: "group-relative" },
    },
    objective: { aggregation: "seq-mean-token-sum" as const, surrogate: "log-prob" as const },
    optimiser: "adamw" as const,
    learningRate: 0.01,
    entropyWeight: 0.2,
    updates: 300,
    prompts: 16,
    perPrompt: 8,
    evaluation: { every: 300, prompts: 2 * HELD_OUT },
  },
  arms: {
    "keys and detail": {},
    "keys alone": { reward: { total: "keyFrames" } },
    "detail alone": { reward: { total: "detail" } },
    "with global": { reward: { total: "keyFrames + detail + global" } },
    "largest blob": { updates: 1, learningRate: 0, warmStart: { updates: 150, batch: 64, learningRate: 0.003 } },
    "uniform, told attributes": { choices: "uniform, told attributes" as const },
    random: { choices: "random" as const },
  },
  seeds: 5,
  metrics: measured.map((name) => `heldOut.${name}`),
  smoke: {
    updates: 1,
    prompts: 2,
    warmStart: { updates: 1, batch: 2, learningRate: 0.003 },
    evaluation: { every: 1, prompts: 2 * HELD_OUT },
  },
  treatment: "keys and detail",
  control: "largest blob",
  claims: [
    {
      says: "Rewards of key frames and of the boxes found in them end at least 5 points above imitating the heuristic, and above even frames with the attributes told (medians).",
      source: "§Experiment check 1",
      central: true,
      holds: (s) =>
        ["largest blob", "uniform, told attributes"].every(
          (arm) => s.median("keys and detail", OVERLAP) >= s.median(arm, OVERLAP) + 0.05,
        ),
    },
    {
      says: "Both together end above each alone.",
      source: "§Experiment check 2",
      central: true,
      swap: { "keys and detail": "keys alone" },
      holds: (s) =>
        ["keys alone", "detail alone"].every((arm) => s.median("keys and detail", OVERLAP) > s.median(arm, OVERLAP)),
    },
    {
      says: "The global term changes that by less than 3 points, and looks at 1.5 times as many frames or more.",
      source: "§Experiment check 3",
      swap: { "with global": "keys alone" },
      holds: (s) =>
        Math.abs(s.median("with global", OVERLAP) - s.median("keys and detail", OVERLAP)) < 0.03 &&
        (3 + s.median("with global", "heldOut.looks")) / 3 >= 1.5,
    },
    {
      says: "With new shapes and a distractor more it loses less than imitation does.",
      source: "§Experiment check 4",
      holds: (s) => drop(s, "keys and detail") < drop(s, "largest blob"),
    },
  ],
});

export const recipe: Recipe = defineRecipe({
  paper: "133",
  title: "Key frames and a request, rewarded by what a second system finds",
  mechanism:
    "A first system looks at the whole video cheaply, picks a few key frames and says in plain attributes what is to be found. A " +
    "second, frozen one finds it in these frames exactly. The first learns from both: whether its frames show the target, " +
    "apart from each other and at a good size, and how well the boxes that its request leads to fit. Boxes of the whole video, " +
    "the third reward, cost most and are off by default.",
  pieces: [groupRelative],
  budgetSeconds: 60,
  studies: { training },
  differences: [
    "Moving shapes of 16 × 16 pixels; the first system sees statistics of colours with noise instead of frames at low resolution.",
    "A choice of colour reveals in which frames it is large, and its shape, in place of reasoning in words.",
    "The second system matches colour and fill, and follows boxes from the nearest key frame; no learnt segmenter.",
    "Cost is counted in frames that are looked at instead of time; step, entropy bonus and noise were set on seed 100.",
    "Where the target is absent and nothing is found the overlap is 1, in the reward as in the measure.",
  ],
  findings:
    "Overlap over all frames, medians: 0.89 with both rewards, 0.79 for even frames with the attributes told, 0.59 for key frames " +
    "alone, 0.56 for detail alone, 0.48 for imitating the largest blob, 0.55 at random. Key frames alone name the wrong colour in " +
    "half of the videos; detail alone goes where nothing is to be found (4 % of its frames show the target), since there an " +
    "empty answer is right. The global term adds 0.01. New shapes cost the learnt policy 0.10 and the imitated one nothing " +
    "(−0.04): that is no better than chance at home, and has nothing to lose. In other videos the learnt one is still far " +
    "ahead, 0.79 against 0.52.",
});
