import { describe, expect, it } from "vitest";
import { evaluateTokens, type LogitRows, pullTokens } from "./evaluate-tokens.ts";

/** Rows of three tokens in steps of four: a row that fills up, then two whose tokens have places 1 and 0. */
function rowsOf(logits: readonly number[], temperature: number): LogitRows {
  return {
    logits: Float32Array.from([9, 9, 9, 9, ...logits.slice(0, 3), 0, ...logits.slice(3), 0]),
    probabilities: new Float32Array(12).fill(5),
    ...{ stride: 4, vocabulary: 3, temperature, from: 0, to: 3 },
    outputs: Int32Array.of(-1, 1, 0),
    targets: Int32Array.of(2, 0),
  };
}

function evaluated(logits: readonly number[], temperature: number) {
  const rows = rowsOf(logits, temperature);
  const [logProbs, entropy] = [new Float32Array(2), new Float32Array(2)];
  evaluateTokens(rows, logProbs, entropy);
  return { rows, logProbs, entropy };
}

describe("evaluateTokens", () => {
  it("by hand: logits 2·ln 1, 2·ln 2, 2·ln 5 at temperature 2 are chances of 1/8, 2/8, 5/8", () => {
    const logits = [0, 2 * Math.log(2), 2 * Math.log(5)];
    const { logProbs, entropy, rows } = evaluated([...logits, 7, 7, 7], 2);
    expect(logProbs[1]).toBeCloseTo(Math.log(1 / 8), 6);
    expect(logProbs[0]).toBeCloseTo(Math.log(1 / 3), 6);
    const wanted = (Math.log(8) + 2 * Math.log(4) + 5 * Math.log(8 / 5)) / 8;
    expect(entropy[1]).toBeCloseTo(wanted, 6);
    expect(entropy[0]).toBeCloseTo(Math.log(3), 6);
    expect([...rows.probabilities.subarray(4, 7)].map((p) => Math.round(1e6 * p))).toEqual([125000, 250000, 625000]);
  });

  it("stays finite where logits are far apart", () => {
    const { logProbs, entropy } = evaluated([-500, 500, 0, 0, 0, 1e4], 1);
    expect([...logProbs, ...entropy]).toEqual([0, -1000, 0, 0]);
  });
});

describe("pullTokens", () => {
  it.each([1, 0.5])("is the gradient of differences at temperature %d, and 0 in rows that fill up", (temperature) => {
    const logits = [0.3, -1, 0.8, 2, 0.1, -0.4];
    const [g, e] = [
      [0.7, -1.3],
      [-0.2, 0.4],
    ] as const;
    const { rows, entropy } = evaluated(logits, temperature);
    pullTokens(rows, g, e, entropy);
    const value = (at: readonly number[]): number => {
      let sum = 0;
      for (const [row, place, target] of [
        [0, 1, 0],
        [1, 0, 2],
      ] as const) {
        const z = at.slice(3 * row, 3 * row + 3).map((logit) => logit / temperature);
        const total = Math.log(z.reduce((whole, logit) => whole + Math.exp(logit), 0));
        const chosen = (z[target] as number) - total;
        const spread = z.reduce((whole, logit) => whole - Math.exp(logit - total) * (logit - total), 0);
        sum += g[place] * chosen + e[place] * spread;
      }
      return sum;
    };
    logits.forEach((_, i) => {
      const moved = (by: number): number => value(logits.map((logit, j) => (i === j ? logit + by : logit)));
      const wanted = (moved(1e-5) - moved(-1e-5)) / 2e-5;
      expect(rows.probabilities[4 + i + Math.floor(i / 3)]).toBeCloseTo(wanted, 5);
    });
    expect([...rows.probabilities.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  });

  it("has no gradient without pulls", () => {
    const { rows, entropy } = evaluated([1, 2, 3, 4, 5, 6], 1);
    pullTokens(rows, undefined, undefined, entropy);
    expect([...rows.probabilities].map(Math.abs).filter((_, i) => i % 4 < 3)).toEqual(new Array(9).fill(0));
  });
});
