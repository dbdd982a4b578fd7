import { streamKey, uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { linearPreference, type StatedPreference } from "./linear-preference.ts";

const strict = (...pairs: readonly (readonly [number, number])[]): StatedPreference[] =>
  pairs.map(([better, worse]) => ({ better, worse }));

describe("linearPreference", () => {
  it("proves that no Markov reward states XOR, with the certificate of the card (110 §Mechanism)", () => {
    const occupancies = [
      [1, 0, 1, 0],
      [1, 0, 0, 1],
      [0, 1, 1, 0],
      [0, 1, 0, 1],
    ];
    const preferences = strict([1, 0], [1, 3], [2, 0], [2, 3]);
    const { isExpressible, certificate = [] } = linearPreference(occupancies, preferences);
    expect(isExpressible).toBe(false);
    const mix = occupancies[0]?.map((_, d) =>
      preferences.reduce(
        (sum, { better, worse }, k) =>
          sum +
          (certificate[k] as number) * ((occupancies[better]?.[d] as number) - (occupancies[worse]?.[d] as number)),
        0,
      ),
    );
    for (const value of mix ?? []) expect(Math.abs(value)).toBeLessThan(1e-6);
  });

  it("keeps equal pairs equal: what only differs as equals do cannot be preferred", () => {
    const features = [
      [0, 0],
      [1, 0],
      [2, 0],
      [2, 1],
    ];
    const equal = { better: 0, worse: 1, equal: true };
    expect(linearPreference(features, [equal, { better: 2, worse: 1 }]).isExpressible).toBe(false);
    const { isExpressible, weights } = linearPreference(features, [equal, { better: 3, worse: 2 }]);
    expect([isExpressible, weights[0]]).toEqual([true, 0]);
    expect(weights[1]).toBeGreaterThan(0);
  });

  it("finds weights for every order that hidden weights gave", () => {
    for (let seed = 0; seed < 50; seed++) {
      const key = streamKey(seed, "hidden");
      const features = Array.from({ length: 8 }, (_, i) => [0, 1, 2, 3].map((d) => uniformAt(key, 10 * i + d)));
      const score = (i: number): number =>
        (features[i] as number[]).reduce((sum, value, d) => sum + value * (uniformAt(key, 1000 + d) - 0.5), 0);
      const order = features.map((_, i) => i).sort((a, b) => score(b) - score(a));
      const preferences = strict(...order.slice(1).map((worse, k) => [order[k] as number, worse] as const));
      const { isExpressible, weights } = linearPreference(features, preferences);
      expect(isExpressible).toBe(true);
      for (const { better, worse } of preferences) {
        const gain = weights.reduce(
          (sum, w, d) => sum + w * ((features[better]?.[d] as number) - (features[worse]?.[d] as number)),
          0,
        );
        expect(gain).toBeGreaterThan(0);
      }
    }
  });

  it("asks for a strict preference", () => {
    expect(() => linearPreference([[1], [2]], [])).toThrow(/at least one strict preference/);
  });
});
