import { groupRelative } from "@guerdon/core/advantage";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { choicePolicy, choiceWorld } from "@guerdon/lab/world";
import { type Box, consensusBox, regionConsistency } from "@guerdon/verify/geometry";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, type Samples, tokenTraining } from "./harness/index.ts";

/** Cells of a side, the target, another element, and half the width of a box: 9 of 100 pixels. */
const [CELLS, TARGET, OTHER, HALF] = [25, 12, 22, 2.25] as const;
/** Share of the prompts of each kind. */
const KINDS = { clear: 0.6, spiked: 0.3, biased: 0.1 } as const;
type Kind = keyof typeof KINDS;
const SPIKE = Math.sqrt(0.12);

/** Chances of each cell along one side: a bell of two cells around an element, and a spike on the other one. */
function chancesOf(kind: Kind): readonly number[] {
  const centre = kind === "biased" ? OTHER : TARGET;
  const bell = Array.from({ length: CELLS }, (_, k) => Math.exp(-((k - centre) ** 2) / 8));
  const total = bell.reduce((sum, weight) => sum + weight, 0);
  const spike = kind === "spiked" ? SPIKE : 0;
  return bell.map((weight, k) => ((1 - spike) * weight) / total + (k === OTHER ? spike : 0));
}

const isRight = (x: number, y: number): boolean => Math.max(Math.abs(x - TARGET), Math.abs(y - TARGET)) <= HALF;

/** The cell that a uniform number falls on, or for none the likeliest. */
function cellAt(chances: readonly number[], uniform?: number): number {
  if (uniform === undefined) return chances.indexOf(Math.max(...chances));
  let left = uniform;
  const cell = chances.findIndex((chance) => {
    left -= chance;
    return left < 0;
  });
  return cell < 0 ? CELLS - 1 : cell;
}

/** Share of 60 prompts answered right by the consensus of so many samples; by the likeliest cell for 0. */
function decode({ samples }: { readonly samples: number }, seed: number) {
  const key = streamKey(seed, "215 samples");
  const right = Array.from({ length: 60 }, (_, prompt) => {
    const chances = chancesOf(prompt < 36 ? "clear" : prompt < 54 ? "spiked" : "biased");
    const boxes = Array.from({ length: Math.max(1, samples) }, (_, k): Box => {
      const draw = (side: number) =>
        cellAt(chances, samples === 0 ? undefined : uniformAt(key, (prompt * 64 + k) * 2 + side));
      const [x, y] = [draw(0), draw(1)];
      return [x - HALF, y - HALF, x + HALF, y + HALF];
    });
    const [x1, y1, x2, y2] = consensusBox(boxes) as Box;
    return Number(isRight((x1 + x2) / 2, (y1 + y2) / 2));
  });
  return { right: right.reduce((sum, one) => sum + one, 0) / right.length };
}

const decoding = defineStudy({
  about:
    "Where the boxes of K samples overlap most, against the likeliest cell and a single sample, before any training.",
  run: decode,
  settings: { samples: 64 },
  arms: { greedy: { samples: 0 }, sample: { samples: 1 }, "4": { samples: 4 }, "16": { samples: 16 }, "64": {} },
  seeds: 5,
  metrics: ["right"],
  smoke: {},
  treatment: "64",
  control: "greedy",
  claims: [
    {
      says: "The consensus of 64 samples is at least 5 points above the likeliest cell, and 64 are as good as 16, 16 as 4.",
      source: "§Experiment check 1",
      central: true,
      holds: (s) =>
        s.median("64", "right") >= s.median("greedy", "right") + 0.05 &&
        s.median("64", "right") >= s.median("16", "right") &&
        s.median("16", "right") >= s.median("4", "right"),
    },
  ],
});

const kinds = Object.keys(KINDS) as readonly Kind[];
const arms = (method: string, settings: object) =>
  Object.fromEntries(kinds.map((kind) => [`${method}, ${kind}`, { ...settings, policy: { kind } }]));
const swapAll = (one: string, other: string) =>
  Object.fromEntries(kinds.map((kind) => [`${one}, ${kind}`, `${other}, ${kind}`]));
const heads = { prompts: 20, heads: [CELLS, CELLS] };

/** Accuracy of the likeliest answers over all prompts: kinds weighed by their shares. */
const greedy = (s: Samples, method: string, at: number): number =>
  kinds.reduce((sum, kind) => sum + KINDS[kind] * s.median(`${method}, ${kind}`, "heldOut.right", { at }), 0);
/** Before training the likeliest cell is right where a prompt is clear. */
const START = KINDS.clear;
const [STEPS, TRAP] = [40, 0.02] as const;

const training = defineStudy({
  about:
    "40 steps of GRPO without labels: a click earns the mean vote in its box over the highest vote of its group of 16.",
  run: tokenTraining({
    world: () =>
      choiceWorld({
        ...heads,
        names: ["right", "noise"],
        measure: ({ choices: [x = 0, y = 0], ofResponse }) => [Number(isRight(x, y)), ofResponse(0)],
      }),
    policy: ({ kind }: { readonly kind: Kind }) => {
      const logits = chancesOf(kind).map((chance) => Math.log(chance));
      return choicePolicy({ ...heads, initial: [logits, logits] });
    },
  }),
  settings: {
    reward: {
      terms: {
        right: FROM_WORLD,
        noise: FROM_WORLD,
        agreement: { use: "region-consistency", expand: HALF },
      },
      total: "agreement",
      advantage: { use: "group-relative" },
    },
    objective: { aggregation: "seq-mean-token-sum" as const, surrogate: "log-prob" as const },
    kl: { estimator: "k3" as const, beta: 0.04 },
    learningRate: 10,
    updates: STEPS,
    prompts: 20,
    perPrompt: 16,
    evaluation: { every: STEPS, prompts: 20 },
    policy: { kind: "clear" as Kind },
  },
  arms: { ...arms("votes", {}), ...arms("noise", { reward: { total: "noise" } }) },
  seeds: 5,
  metrics: ["right", "heldOut.right", "term.agreement"],
  smoke: { updates: 2, evaluation: { every: 2, prompts: 4 } },
  treatment: "votes, spiked",
  control: "noise, spiked",
  claims: [
    {
      says: "Paid for agreement the likeliest answers gain at least 10 points on the prompts they were trained on.",
      source: "§Experiment check 2",
      central: true,
      swap: swapAll("votes", "noise"),
      holds: (s) => greedy(s, "votes", STEPS) >= START + 0.1,
    },
    {
      says: "Paid for noise they gain at most half as much.",
      source: "§Experiment check 4",
      swap: swapAll("noise", "votes"),
      holds: (s) => greedy(s, "noise", STEPS) - START <= 0.5 * (greedy(s, "votes", STEPS) - START),
    },
    {
      says: "Where the consensus is wrong accuracy does not rise above 2 %.",
      source: "§Experiment check 5",
      swap: { "votes, biased": "votes, clear" },
      holds: (s) => s.median("votes, biased", "heldOut.right", { at: STEPS }) <= TRAP,
    },
  ],
  plot: { metric: "right" },
});

export const recipe: Recipe = defineRecipe({
  paper: "215",
  title: "Clicks are learnt from where samples agree, without labels",
  mechanism:
    "Each sampled click is a box that votes for the pixels it covers. The middle of the largest region with most votes is an " +
    "answer without training; the mean vote in a box over the highest is a reward without labels. Both mend answers whose " +
    "likeliest cell stands alone, and neither helps where most samples are wrong together.",
  pieces: [groupRelative, regionConsistency],
  budgetSeconds: 60,
  studies: { decoding, training },
  differences: [
    "Row and column are drawn apart, each from 25 cells; a spike of 12 % is one of 35 % on either side, and half-right clicks lie between.",
    "Every prompt of a kind starts alike; kinds are trained apart and weighed 60 : 30 : 10. Each prompt has logits of its own, so nothing is held out.",
    "The control is paid noise, not a shuffled map of votes. Samples are drawn at the temperature the start is given for.",
    "Decoding by votes after training (§Experiment check 3) is left out. The step size, 0.5 a prompt, is the first that was tried.",
  ],
  findings:
    "The likeliest answers go from 60 % to 74 % by votes, where the pilot of the card has 83 %: of the prompts with a spike 45 % " +
    "are mended after 40 steps, between 25 % and 65 % by seed; the others come to agree on the spike. Biased prompts stay at 0 %.",
});
