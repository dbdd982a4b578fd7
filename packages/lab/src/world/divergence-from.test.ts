import { expect, it } from "vitest";
import { divergenceFrom } from "./divergence-from.ts";

const completions = {
  ids: Int32Array.of(2, 3, 3, 0),
  maxTokens: 2,
  lengths: Int32Array.of(2, 1),
  ended: Uint8Array.of(0, 0),
};

it("sums log-ratios over the tokens that were written, and no others", () => {
  const logProbs = Float64Array.of(-1, -2, -0.5, 99);
  const { divergence } = divergenceFrom({ ...completions, logProbs }, [9, 9, -3, -4]);
  expect([...(divergence?.values ?? [])]).toEqual([4, 3.5]);
});

it("has no signal for completions that no policy wrote", () => {
  expect(divergenceFrom(completions, [9, 9, -3, -4])).toEqual({});
});
