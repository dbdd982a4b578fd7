import { streamKey, uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { createTokenSampler, type SamplingOptions } from "./sample-token.ts";

const LOGITS = [Math.log(0.5), Math.log(0.3), Math.log(0.15), Math.log(0.05)];

/** Shares of the tokens over a grid of uniform numbers. */
function shares(options: SamplingOptions, logits: readonly number[] = LOGITS): number[] {
  const sampler = createTokenSampler(logits.length, options);
  const counts = new Array<number>(logits.length).fill(0);
  for (let i = 0; i < 1000; i++) {
    const token = sampler.draw(logits, 0, (i + 0.5) / 1000);
    counts[token] = (counts[token] as number) + 1;
  }
  return counts.map((count) => count / 1000);
}

describe("createTokenSampler", () => {
  it.each<[string, SamplingOptions, readonly number[]]>([
    ["all of them", {}, [0.5, 0.3, 0.15, 0.05]],
    ["the two most likely", { topK: 2 }, [0.625, 0.375, 0, 0]],
    ["a head of mass 0.79", { topP: 0.79 }, [0.625, 0.375, 0, 0]],
    ["a head that must hold more than 0.8", { topP: 0.81 }, [0.526, 0.316, 0.158, 0]],
    ["at least one, however small the head", { topP: 0 }, [1, 0, 0, 0]],
    ["a third as likely as the first", { minP: 0.3 }, [0.526, 0.316, 0.158, 0]],
    ["top-p of what top-k left: 0.5 of 0.8 is not 0.7", { topK: 2, topP: 0.7 }, [0.625, 0.375, 0, 0]],
    ["the most likely", { temperature: 0 }, [1, 0, 0, 0]],
    ["squared, at temperature 0.5", { temperature: 0.5 }, [0.685, 0.247, 0.062, 0.007]],
  ])("draws from %s (by hand)", (_, options, expected) => {
    shares(options).forEach((share, token) => {
      expect(Math.abs(share - (expected[token] as number))).toBeLessThan(0.002);
    });
  });

  it("gives log-probabilities and entropy of all tokens at the temperature, whatever is left out", () => {
    for (const options of [{}, { topK: 1 }, { temperature: 0 }]) {
      const sampler = createTokenSampler(4, options);
      sampler.draw(LOGITS, 0, 0.3);
      expect(sampler.logProbOf(3)).toBeCloseTo(Math.log(0.05), 12);
      const entropy = -[0.5, 0.3, 0.15, 0.05].reduce((sum, p) => sum + p * Math.log(p), 0);
      expect(sampler.entropy).toBeCloseTo(entropy, 12);
    }
    const sharp = createTokenSampler(2, { temperature: 0.5 });
    sharp.draw([1, 0], 0, 0);
    expect(sharp.logProbOf(1)).toBeCloseTo(-Math.log(1 + Math.exp(2)), 12);
  });

  it("reads a row inside a longer column, takes the first of equals, and survives huge and infinite logits", () => {
    const sampler = createTokenSampler(2, { temperature: 0 });
    expect(sampler.draw([9, 0, 1, 9], 1, 0)).toBe(1);
    expect(sampler.draw([4, 4], 0, 0.99)).toBe(0);
    const open = createTokenSampler(3);
    expect(open.draw([1e30, 0, Number.NEGATIVE_INFINITY], 0, 0.999999)).toBe(0);
    expect([open.entropy, open.logProbOf(0)]).toEqual([0, 0]);
    expect(createTokenSampler(3, { topK: 2 }).draw([0, 0, 0], 0, 0.999999)).toBe(1);
  });

  it("draws as often as the probabilities say, by random numbers (chi-square of 6 tokens, 99.9 % point)", () => {
    const logits = [0, 1, 2, -1, 0.5, 1.5];
    const sampler = createTokenSampler(6, { temperature: 1.3 });
    const counts = new Array<number>(6).fill(0);
    const key = streamKey(1, "draws");
    for (let i = 0; i < 20_000; i++) {
      const token = sampler.draw(logits, 0, uniformAt(key, i));
      counts[token] = (counts[token] as number) + 1;
    }
    const chi = counts.reduce((sum, count, token) => {
      const expected = 20_000 * Math.exp(sampler.logProbOf(token));
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    expect(chi).toBeLessThan(20.5);
  });
});
