import { describe, expect, it } from "vitest";
import { flatLayout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { given } from "./given.ts";
import { advantagesIn, stepped } from "./places.test-support.ts";

describe("given", () => {
  it("is what is given, 0 without a value or total (by hand)", () => {
    const own = { layout: flatLayout([4]), total: [1, undefined, 1, 1], inputs: [[0.5, 2, undefined, -3]] };
    expect(advantagesIn(given(), own)).toEqual([0.5, 0, 0, -3]);
  });

  it("takes Q − V of each turn for its tokens (145 §Mechanism, by hand)", () => {
    const own = { layout: stepped([2], [2, 1]), total: [1, undefined], inputs: [[0.5, -1, 4]] };
    expect(advantagesIn(given({ level: "token" }), own)).toEqual([0.5, -1, 0]);
    expect([given({ level: "step" }).level, given().level]).toEqual(["step", undefined]);
  });

  const skip = [{ law: "gives 0 where all members are equal", reason: "what is given need not come from the rewards" }];
  for (const law of lawsOf(given, { skip })) it(law.name, law.check);
  for (const level of ["step", "token"] as const) {
    for (const law of lawsOf(given, { options: { level } })) it(`${law.name}, ${level}`, law.check);
  }
});
