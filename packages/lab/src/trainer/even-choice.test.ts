import { describe, expect, it } from "vitest";
import { evenChoice } from "./even-choice.ts";

describe("evenChoice", () => {
  it("has each legal choice as often, and no other", () => {
    const shares = (legal?: Uint8Array, at = 0): number[] => {
      const counts = [0, 0, 0, 0];
      for (let i = 0; i < 3000; i++) {
        const choice = evenChoice((i + 0.5) / 3000, 4, legal, at);
        counts[choice] = (counts[choice] as number) + 1;
      }
      return counts;
    };
    expect(shares()).toEqual([750, 750, 750, 750]);
    expect(shares(Uint8Array.of(9, 1, 0, 1, 1), 1)).toEqual([1000, 0, 1000, 1000]);
  });
});
