import { describe, expect, it } from "vitest";
import { flatLayout, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { maskedAmplify } from "./masked-amplify.ts";
import { advantagesIn, resultIn, stepped } from "./places.test-support.ts";

describe("maskedAmplify", () => {
  const given = { layout: flatLayout([5]), before: [2, -2, 0, 2, 2], inputs: [[1, 1, 1, 0, 0.5]] };

  it("makes successes larger and failures smaller, or both larger (151 §Mechanism 2, by hand)", () => {
    expect(advantagesIn(maskedAmplify({ alpha: 0.5 }), given)).toEqual([3, -1, 0, 2, 2.5]);
    expect(advantagesIn(maskedAmplify({ alpha: 0.5, form: "relative" }), given)).toEqual([3, -3, 0, 2, 2.5]);
    expect(advantagesIn(maskedAmplify(), { ...given, before: [1, -1, 0, 1, 1] }).slice(0, 2)).toEqual([1.2, -0.8]);
  });

  it("is the absolute form for successes in the relative form (identity of positive advantages)", () => {
    const positive = { ...given, before: [2, 1, 0, 0.5, 3] };
    expect(advantagesIn(maskedAmplify(), positive)).toEqual(
      advantagesIn(maskedAmplify({ form: "relative" }), positive),
    );
  });

  it("keeps what has no mask", () => {
    expect(
      advantagesIn(maskedAmplify(), { ...given, inputs: [[1, undefined, 1, undefined, undefined]] }).slice(1),
    ).toEqual([-2, 0, 2, 2]);
  });

  it("works at tokens", () => {
    const piece = maskedAmplify({ level: "token", alpha: 1 });
    expect([piece.level, piece.inputs]).toEqual(["token", [{ name: "mask", level: "token" }]]);
    expect(advantagesIn(piece, { layout: stepped([1], [3]), before: [1, 1, -1], inputs: [[1, 0, 1]] })).toEqual([
      2, 1, 0,
    ]);
  });

  it("refuses to praise failures, and takes nothing", () => {
    expect(() => maskedAmplify({ alpha: 1.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`alpha\` of \`advantage/masked-amplify@1\` to be valid, got 1.5: Too big: expected number to be <=1.]`,
    );
    expect(advantagesIn(maskedAmplify(), { layout: flatLayout([]), before: [], inputs: [[]] })).toEqual([]);
    const out = resultIn(maskedAmplify({ alpha: 1 }), { layout: flatLayout([1]), before: [1e308], inputs: [[1]] });
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  for (const options of [{}, { form: "relative", level: "token" }] as const) {
    for (const law of lawsOf(maskedAmplify, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
