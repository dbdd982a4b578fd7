import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Json } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { countBonus } from "./count-bonus.ts";

const ids = (values: readonly number[]) => fullSignal("rollout", values);

function bonus(options: Parameters<typeof countBonus>[0], visits: number): number {
  const piece = countBonus(options);
  const state = visits === 0 ? {} : { "7": visits };
  return piece.apply([ids([7])], flatLayout([1]), { step: 1, state }).values[0] as number;
}

describe("countBonus", () => {
  it("is λ / √((λ / max)² + N) (056, by hand)", () => {
    expect([0, 3, 8].map((visits) => bonus({}, visits))).toEqual([1, 0.5, 1 / 3]);
    expect(bonus({ scale: 3, max: 0.75 }, 9)).toBeCloseTo(3 / Math.sqrt(16 + 9), 14);
    expect(bonus({ scale: 3, max: 0.75 }, 0)).toBe(0.75);
  });

  it("is 1 / (1 + N) with exponent 1 (141)", () => {
    expect([0, 1, 4].map((visits) => bonus({ exponent: 1 }, visits))).toEqual([1, 0.5, 0.2]);
  });

  it("counts ids once for each place, in training steps only", () => {
    const piece = countBonus();
    let state = piece.adaptive?.init() as Json;
    const missing = { ...ids([4, 9, 9]), present: Uint8Array.of(1, 1, 0) };
    state = piece.adaptive?.step(state, [ids([4, 4, -1])], flatLayout([3]), 0) as Json;
    state = piece.adaptive?.step(state, [missing], flatLayout([3]), 1) as Json;
    expect(state).toEqual({ "-1": 1, "4": 3, "9": 1 });
    expect([...piece.apply([ids([4, 5])], flatLayout([2]), { step: 2, state }).values]).toEqual([0.5, 1]);
  });

  it("knows range, trend and defaults", () => {
    expect(countBonus({ max: 2 }).range([])).toEqual({ min: 0, max: 2 });
    expect(countBonus().trend(0, [])).toBe("unknown");
    expect(countBonus().options).toEqual({ scale: 1, max: 1, exponent: 0.5 });
  });

  for (const level of ["rollout", "step"] as const) {
    const options = { scale: 2, max: 3 };
    for (const law of lawsOf(countBonus, { options, level })) it(`${law.name}, ${level}`, law.check);
  }
});
