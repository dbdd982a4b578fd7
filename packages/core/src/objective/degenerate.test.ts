import { describe, expect, it } from "vitest";
import { RewardError } from "../error/index.ts";
import {
  binaryRatioLoss,
  bradleyTerryTies,
  diffusionPairLoss,
  entropyBonus,
  entropyCorridor,
  flowBalance,
  groupRankLoss,
  imitationSetLoss,
  klEstimate,
  klToReference,
  ktoLoss,
  listwiseDpo,
  listwiseMatch,
  orderLoss,
  policyLoss,
  preferenceLoss,
  returnUtility,
  rrhfLoss,
  sftLoss,
  tokenPreferenceLoss,
  trajectoryClip,
  valueLoss,
} from "./index.ts";

type Out = Record<string, Float64Array>;
interface Result {
  readonly loss: number;
  readonly gradient: Float64Array | Out;
}
/** A loss over columns that all hold the same number, in one group of n. */
type Run = (n: number, value: number, out?: Out) => Result;

const full = (n: number, value: number): Float64Array => new Float64Array(n).fill(value);
const whole = (n: number): Int32Array => Int32Array.of(0, n);
const ones = (n: number): Uint8Array => new Uint8Array(n).fill(1);
const rising = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i);

const RUNS: Readonly<Record<string, Run>> = {
  policyLoss: (n, v, out) =>
    policyLoss({ logProbs: full(n, v), oldLogProbs: full(n, 0), advantages: full(1, 1) }, {}, out),
  "policyLoss, sequence": (n, v, out) =>
    policyLoss(
      { logProbs: full(n, v), oldLogProbs: full(n, 0), advantages: full(1, -1) },
      { ratioLevel: "sequence" },
      out,
    ),
  "policyLoss, weight": (n, v, out) =>
    policyLoss(
      { logProbs: full(n, v), oldLogProbs: full(n, 0), advantages: full(1, 1) },
      { surrogate: "clipped-weight" },
      out,
    ),
  klEstimate: (n, v, out) => klEstimate({ logProbs: full(n, v), refLogProbs: full(n, 0) }, {}, out),
  klToReference: (n, v, out) => klToReference({ logProbs: full(n, v), refLogProbs: full(n, 0), width: 1 }, {}, out),
  preferenceLoss: (n, v, out) => preferenceLoss({ chosen: full(n, v), rejected: full(n, -v) }, {}, out),
  "preferenceLoss, squared": (n, v, out) =>
    preferenceLoss({ chosen: full(n, v), rejected: full(n, -v) }, { link: "squared" }, out),
  tokenPreferenceLoss: (n, v, out) => {
    const offsets = Int32Array.of(0, n, n);
    const sides = { chosen: new Int32Array(n === 0 ? 0 : 1), rejected: new Int32Array(n === 0 ? 0 : 1).fill(1) };
    return tokenPreferenceLoss({ logProbs: full(n, v), refLogProbs: full(n, 0), offsets, ...sides }, {}, out);
  },
  listwiseMatch: (n, v, out) => {
    const zero = full(n, 0);
    return listwiseMatch(
      { logProbs: full(n, v), proposalLogProbs: zero, priorLogProbs: zero, rewards: full(n, v), offsets: whole(n) },
      {},
      out,
    );
  },
  listwiseDpo: (n, v, out) =>
    n === 0
      ? listwiseDpo(
          { logProbs: full(0, 0), refLogProbs: full(0, 0), offsets: Int32Array.of(0), winners: Int32Array.of() },
          {},
          out,
        )
      : listwiseDpo(
          { logProbs: full(n, v), refLogProbs: full(n, 0), offsets: whole(n), winners: Int32Array.of(0) },
          {},
          out,
        ),
  groupRankLoss: (n, v, out) => groupRankLoss({ scores: full(n, v), rewards: rising(n), offsets: whole(n) }, {}, out),
  rrhfLoss: (n, v, out) =>
    rrhfLoss({ logProbs: full(n, v), lengths: full(n, 1), rewards: rising(n), offsets: whole(n) }, {}, out),
  ktoLoss: (n, v, out) => ktoLoss({ logProbs: full(n, v), refLogProbs: full(n, 0), labels: ones(n) }, {}, out),
  binaryRatioLoss: (n, v, out) =>
    binaryRatioLoss({ logProbs: full(n, v), refLogProbs: full(n, 0), targets: full(n, 1) }, {}, out),
  orderLoss: (n, v, out) => orderLoss({ scores: full(n, v), utilities: rising(n) }, {}, out),
  bradleyTerryTies: (n, v, out) =>
    bradleyTerryTies({ first: full(n, v), second: full(n, 0), labels: new Int8Array(n) }, {}, out),
  diffusionPairLoss: (n, v, out) =>
    diffusionPairLoss({ winner: full(n, v), refWinner: full(n, 0), loser: full(n, 0), refLoser: full(n, 0) }, {}, out),
  sftLoss: (n, v, out) => sftLoss({ logProbs: full(n, v) }, {}, out),
  imitationSetLoss: (n, v, out) => imitationSetLoss({ logProbs: full(n, v), offsets: whole(n) }, out),
  entropyBonus: (n, v, out) => entropyBonus({ entropies: full(n, v) }, {}, out),
  entropyCorridor: (n, v, out) =>
    entropyCorridor({ entropies: full(n, v), turns: new Int32Array(n), history: full(1, 1) }, {}, out),
  valueLoss: (n, v, out) => valueLoss({ values: full(n, v), returns: full(n, 0) }, {}, out),
  trajectoryClip: (n, v, out) =>
    trajectoryClip({ logProbs: full(n, v), oldLogProbs: full(n, 0), rewards: rising(n), offsets: whole(n) }, {}, out),
  flowBalance: (n, v, out) =>
    flowBalance(
      {
        logForward: full(n, v),
        logBackward: full(n, 0),
        logFlows: full(n, 0),
        logRewards: full(1, 0),
        offsets: whole(n),
      },
      {},
      out,
    ),
  returnUtility: (n, v, out) => returnUtility({ returns: full(n, v), width: 1 }, { form: "target" }, out),
};

const VALUES = [0, -0, 1, -1, 50, -50, 800, -800, 1e154, -1e154, 1e308, -1e308];

describe.each(Object.entries(RUNS))("%s", (_, run) => {
  it("of nothing is 0", () => {
    const { loss, gradient } = run(0, 0);
    expect(Math.abs(loss)).toBe(0);
    expect(columnsOf(gradient).every(({ length }) => length <= 1)).toBe(true);
  });

  it.each([1, 3])("is finite or an error that names its place, for %i equal numbers up to 1e308", (n) => {
    for (const value of VALUES) {
      const result = resultOf(() => run(n, value));
      if (typeof result === "string")
        expect(result).toMatch(/^GUERDON_NON_FINITE Expected `[a-zA-Z.[\]0-9]+` of `[a-zA-Z]+`/);
      else
        for (const column of [Float64Array.of(result.loss), ...columnsOf(result.gradient)])
          expect(column.every(Number.isFinite)).toBe(true);
      if (Math.abs(value) <= 1) expect(typeof result).toBe("object");
    }
  });

  it("writes into what it is given, whatever is in it, and gives the same", () => {
    const fresh = run(3, -0.5);
    const named = fresh.gradient instanceof Float64Array ? { gradient: fresh.gradient } : fresh.gradient;
    const out = Object.fromEntries(
      Object.entries(named).map(([name, { length }]) => [name, new Float64Array(length).fill(Number.NaN)]),
    );
    const again = run(3, -0.5, out);
    expect(again).toEqual(fresh);
    const given = again.gradient instanceof Float64Array ? { gradient: again.gradient } : again.gradient;
    for (const [name, column] of Object.entries(given)) expect(column).toBe(out[name]);
  });
});

function columnsOf(gradient: Float64Array | Out): readonly Float64Array[] {
  return gradient instanceof Float64Array ? [gradient] : Object.values(gradient);
}

function resultOf(run: () => Result): Result | string {
  try {
    return run();
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    return `${error.code} ${error.message}`;
  }
}
