import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareGradients, draw, flags, type GradientCase } from "./gradient-check.test-support.ts";
import {
  AGGREGATIONS,
  binaryRatioLoss,
  bradleyTerryTies,
  categoricalEntropy,
  diffusionPairLoss,
  entropyBonus,
  entropyCorridor,
  flowBalance,
  flowMatchingLoss,
  groupRankLoss,
  imitationSetLoss,
  klEstimate,
  klToReference,
  ktoLoss,
  listwiseDpo,
  listwiseMatch,
  orderLoss,
  type PolicyColumns,
  type PolicyLossInput,
  policyLoss,
  preferenceLoss,
  returnUtility,
  rrhfLoss,
  sftLoss,
  tokenPreferenceLoss,
  trajectoryClip,
  valueLoss,
} from "./index.ts";

const OFFSETS = Int32Array.of(0, 3, 4, 8);
const TOKENS = 8;
const GROUPS = Int32Array.of(0, 4, 6);
const MEMBERS = 6;

function tokens(seed: number): PolicyColumns {
  return {
    logProbs: draw(seed, "new", TOKENS, -2, 0),
    oldLogProbs: draw(seed, "old", TOKENS, -2, 0),
    advantages: draw(seed, "advantages", 3),
    mask: flags(seed, "mask", TOKENS),
    weights: draw(seed, "weights", 3, 0.5, 2),
    tokenWeights: draw(seed, "token weights", TOKENS, 0.5, 2),
    offsets: OFFSETS,
  };
}

function members(seed: number): Record<string, Float64Array | Int32Array> {
  return {
    logProbs: draw(seed, "new", MEMBERS),
    refLogProbs: draw(seed, "ref", MEMBERS),
    oldLogProbs: draw(seed, "ref", MEMBERS),
    proposalLogProbs: draw(seed, "ref", MEMBERS),
    priorLogProbs: draw(seed, "prior", MEMBERS),
    rewards: draw(seed, "rewards", MEMBERS),
    lengths: draw(seed, "lengths", MEMBERS, 1, 5),
    pairWeights: draw(seed, "pair weights", MEMBERS, 0.5, 2),
    winners: Int32Array.of(1, 4),
    logZ: draw(seed, "z", 2),
    offsets: GROUPS,
  };
}

function pairs(seed: number): Record<string, Float64Array> {
  const names = ["chosen", "rejected", "refChosen", "refRejected", "margins"];
  return {
    ...Object.fromEntries(names.map((name) => [name, draw(seed, name, 5)])),
    chosenLengths: draw(seed, "a", 5, 1, 4),
    rejectedLengths: draw(seed, "b", 5, 1, 4),
    weights: draw(seed, "weights", 5, 0.5, 2),
  };
}

const NEW = { logProbs: "" };
const BOTH = { chosen: "chosen", rejected: "rejected" };

function policy(name: string, options: PolicyLossInput, more: (seed: number) => object = () => ({})): GradientCase {
  return {
    name: `policyLoss ${name}`,
    run: (columns) => policyLoss(columns, options),
    columns: (seed) => ({ ...tokens(seed), ...more(seed) }),
    by: NEW,
  };
}

const perToken = (seed: number): object => ({ advantages: undefined, tokenAdvantages: draw(seed, "each", TOKENS) });
const others = (seed: number): object => ({ offPolicy: flags(seed, "other", TOKENS) });

function of<C>(
  name: string,
  run: GradientCase["run"],
  columns: (seed: number) => C,
  by: Record<string, string>,
): GradientCase {
  return { name, run, columns: columns as GradientCase["columns"], by };
}

const CASES: readonly GradientCase[] = [
  ...AGGREGATIONS.map((aggregation) => policy(aggregation, { aggregation, maxLength: 9 })),
  policy("dual clip", { dualClip: 1.3, clipHigh: 0.28 }),
  policy("without clip", { surrogate: "ratio" }),
  policy("log-prob", { surrogate: "log-prob" }),
  policy("pre-exp", { surrogate: "ratio", preExp: { min: -0.5, max: 0.5 } }),
  policy("sequence", { ratioLevel: "sequence", aggregation: "seq-mean-token-mean" }),
  policy("sequence, advantages per token", { ratioLevel: "sequence" }, perToken),
  policy("sequence, pre-exp", { ratioLevel: "sequence", surrogate: "ratio", preExp: { min: -0.2, max: 0.2 } }),
  policy("trajectory", { ratioLevel: "trajectory", clipLow: null, clipHigh: null }),
  policy("advantages per token", {}, perToken),
  ...(["probability", "log", "saturating", "sqrt", "power"] as const).map((form) =>
    policy(`off-policy ${form}`, { surrogate: "ratio", reshape: { form, power: 0.3 } }, others),
  ),
  ...(["k1", "k2", "k3"] as const).map((estimator) =>
    of(
      `klEstimate ${estimator}`,
      (columns) => klEstimate(columns, { estimator, beta: 0.3, aggregation: "seq-mean-token-mean" }),
      (seed) => ({ ...tokens(seed), refLogProbs: draw(seed, "ref", TOKENS, -2, 0) }),
      NEW,
    ),
  ),
  ...(["reverse", "forward"] as const).map((direction) =>
    of(
      `klToReference ${direction}`,
      (columns) => klToReference(columns, { direction, lambda: 0.7 }),
      (seed) => ({
        logProbs: draw(seed, "p", 6),
        refLogProbs: draw(seed, "q", 6),
        width: 3,
        weights: draw(seed, "w", 2, 0, 2),
      }),
      NEW,
    ),
  ),
  ...(["logistic", "squared", "hinge"] as const).flatMap((link) => [
    of(`preferenceLoss ${link}`, (columns) => preferenceLoss(columns, { link, beta: 0.7, margin: 0.2 }), pairs, BOTH),
    of(
      `preferenceLoss ${link}, by length, smoothed`,
      (columns) => preferenceLoss(columns, { link, lengthNorm: true, labelSmoothing: 0.2, anchor: 0.3 }),
      pairs,
      BOTH,
    ),
  ]),
  of(
    "preferenceLoss robust",
    (columns) => preferenceLoss(columns, { smoothing: "robust", labelSmoothing: 0.3 }),
    pairs,
    BOTH,
  ),
  of(
    "preferenceLoss centre, ε in the log",
    (columns) => preferenceLoss(columns, { centre: 0.1, logEps: 0.01 }),
    pairs,
    BOTH,
  ),
  of(
    "preferenceLoss soft targets",
    (columns) => preferenceLoss(columns, { beta: 1 }),
    (seed) => ({ ...pairs(seed), targets: draw(seed, "s", 5, 0, 1) }),
    BOTH,
  ),
  ...(["product", "mse"] as const).flatMap((form) =>
    (["linear", "exp"] as const).map((weight) =>
      of(
        `tokenPreferenceLoss ${form} ${weight}`,
        (columns) =>
          tokenPreferenceLoss(columns, { form, weight, alpha: 0.5, lambda: 0.3, regulariserWeight: "none", beta: 0.4 }),
        (seed) => ({
          ...tokens(seed),
          weights: draw(seed, "w", 3, 0, 2),
          refLogProbs: draw(seed, "ref", TOKENS),
          guidance: draw(seed, "guide", TOKENS),
          tokenRewards: draw(seed, "rewards", TOKENS),
          chosen: Int32Array.of(0, 0, 2),
          rejected: Int32Array.of(1, 2, 1),
        }),
        NEW,
      ),
    ),
  ),
  ...(["selfNorm", "gdc++", "none"] as const).flatMap((baseline) =>
    (["self", "Z"] as const).map((normalise) =>
      of(
        `listwiseMatch ${baseline} ${normalise}`,
        (columns) => listwiseMatch(columns, { baseline, normalise, beta: 0.7 }),
        members,
        NEW,
      ),
    ),
  ),
  of("listwiseMatch argmax", (columns) => listwiseMatch(columns, { target: "argmax" }), members, NEW),
  ...(["safe", "printed"] as const).map((form) =>
    of(
      `listwiseDpo ${form}`,
      (columns) => listwiseDpo(columns, { form, margin: 0.2, anchor: 0.3, beta: 0.6 }),
      members,
      NEW,
    ),
  ),
  of("rrhfLoss", (columns) => rrhfLoss(columns, { margin: 0.1, tuning: 0.5 }), members, NEW),
  ...([{}, { hard: true }, { suffixes: "first" }, { top: 3, anchor: 0.5 }] as const).map((options) =>
    of(
      `groupRankLoss ${JSON.stringify(options)}`,
      (columns) => groupRankLoss(columns, { tau: 0.5, ...options }),
      (seed) => ({ ...members(seed), scores: draw(seed, "scores", MEMBERS) }),
      { scores: "" },
    ),
  ),
  ...(["pareto-softmax", "pairwise"] as const).map((mode) =>
    of(
      `orderLoss ${mode}`,
      (columns) => orderLoss(columns, { mode }),
      (seed) => ({
        scores: draw(seed, "s", 5),
        front: Uint8Array.of(1, 0, 1, 0, 0),
        utilities: Float64Array.of(1, 1, 2, 0, 3),
      }),
      { scores: "" },
    ),
  ),
  of(
    "bradleyTerryTies",
    (columns) => bradleyTerryTies(columns),
    (seed) => ({ first: draw(seed, "a", 4), second: draw(seed, "b", 4), labels: Int8Array.of(1, 0, -1, 22) }),
    { first: "first", second: "second" },
  ),
  of(
    "ktoLoss",
    (columns) => ktoLoss(columns, { beta: 0.7, zRef: 0.2, undesirable: 1.5 }),
    (seed) => ({ ...members(seed), labels: flags(seed, "labels", MEMBERS) }),
    NEW,
  ),
  ...(["mean", "per-label"] as const).map((reduction) =>
    of(
      `binaryRatioLoss ${reduction}`,
      (columns) => binaryRatioLoss(columns, { reduction, beta: 0.6 }),
      (seed) => ({ ...members(seed), targets: Float64Array.of(1, 0, 0, 1, 1, 0) }),
      NEW,
    ),
  ),
  ...(["const", "(1-t)^2"] as const).map((weight) =>
    of(
      `diffusionPairLoss ${weight}`,
      (columns) => diffusionPairLoss(columns, { weight, beta: 2 }),
      (seed) => ({
        ...Object.fromEntries(
          ["winner", "refWinner", "loser", "refLoser"].map((name) => [name, draw(seed, name, 3, 0, 2)]),
        ),
        times: draw(seed, "t", 3, 0, 1),
        signs: Int8Array.of(1, -1, 1),
      }),
      { winner: "winner", loser: "loser" },
    ),
  ),
  of("sftLoss", (columns) => sftLoss(columns, { aggregation: "seq-mean-token-mean" }), tokens, NEW),
  of("imitationSetLoss", (columns) => imitationSetLoss(columns), members, NEW),
  ...(["separate"] as const).map((mode) =>
    of(`trajectoryClip ${mode}`, (columns) => trajectoryClip(columns, { mode }), members, NEW),
  ),
  ...(["allTurns", "lastTurn"] as const).map((scope) =>
    of(
      `entropyBonus ${scope}`,
      (columns) => entropyBonus(columns, { scope, coef: 0.3 }),
      (seed) => ({ ...tokens(seed), entropies: draw(seed, "h", TOKENS), turns: Int32Array.of(0, 0, 1, 0, 0, 0, 1, 1) }),
      { entropies: "" },
    ),
  ),
  of(
    "entropyCorridor",
    (columns) => entropyCorridor(columns, { low: 0.8, high: 1.2, alpha: 1, coef: 0.5 }),
    (seed) => ({
      entropies: draw(seed, "h", TOKENS, 0, 2),
      turns: Int32Array.of(0, 0, 1, 0, 0, 0, 1, 2),
      history: Float64Array.of(1, 0.5),
    }),
    { entropies: "" },
  ),
  of(
    "categoricalEntropy",
    (columns) => {
      const given = columns as Parameters<typeof categoricalEntropy>[0];
      const { entropies, gradient } = categoricalEntropy(given);
      return {
        loss: entropies.reduce((sum, h, i) => sum + h * ((given.upstream as Float64Array)[i] as number), 0),
        gradient,
      };
    },
    (seed) => ({ logProbs: draw(seed, "p", 6), width: 3, upstream: draw(seed, "u", 2) }),
    NEW,
  ),
  of(
    "valueLoss",
    (columns) => valueLoss(columns, { clip: 0.5 }),
    (seed) => ({
      ...tokens(seed),
      values: draw(seed, "v", TOKENS),
      returns: draw(seed, "r", TOKENS),
      oldValues: draw(seed, "o", TOKENS),
    }),
    { values: "" },
  ),
  ...(["trajectory", "detailed", "sub-trajectory"] as const).map((balance) =>
    of(
      `flowBalance ${balance}`,
      (columns) => flowBalance(columns, { balance, lambda: 0.7 }),
      (seed) => ({
        ...Object.fromEntries(
          ["logForward", "logBackward", "logFlows"].map((name) => [name, draw(seed, name, TOKENS)]),
        ),
        logRewards: draw(seed, "r", 3),
        offsets: OFFSETS,
      }),
      { logForward: "logForward", logBackward: "logBackward", logFlows: "logFlows", logRewards: "logRewards" },
    ),
  ),
  of(
    "flowMatchingLoss",
    (columns) => flowMatchingLoss(columns),
    (seed) => ({
      logIn: draw(seed, "i", 6),
      inOffsets: GROUPS,
      logOut: draw(seed, "o", 5),
      outOffsets: Int32Array.of(0, 2, 5),
    }),
    { logIn: "logIn", logOut: "logOut" },
  ),
  ...(["outer", "inner"] as const).flatMap((where) =>
    (["linear", "target", "exponential", "worst"] as const).map((form) =>
      of(
        `returnUtility ${where} ${form}`,
        (columns) => returnUtility(columns, { where, form, risk: 0.5, targets: [0.3, -0.2], weights: [1, 2] }),
        (seed) => ({ returns: draw(seed, "g", 6), width: 2 }),
        { returns: "" },
      ),
    ),
  ),
];

describe("gradients are those of central differences", () => {
  it.each(CASES.map((sample) => [sample.name, sample] as const))("%s", (_, sample) => {
    let [compared, corners] = [0, 0];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1 << 20 }), (seed) => {
        const [more, left] = compareGradients(sample, seed);
        compared += more;
        corners += left;
      }),
      { numRuns: 40 },
    );
    expect(compared).toBeGreaterThan(100);
    expect(corners).toBeLessThan(0.05 * compared);
  });
});
