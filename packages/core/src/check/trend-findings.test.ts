import { describe, expect, it } from "vitest";
import { codesOf, EXACT, findingsOf, LENGTH, type Terms } from "./findings-of.test-support.ts";

describe("GUERDON_LENGTH_MONOTONE", () => {
  it("is a total that grows with length and nothing else", () => {
    expect(
      findingsOf({ right: EXACT, size: { ...LENGTH, range: [0, 999] } }, "right + 0.01 * size"),
    ).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_LENGTH_MONOTONE",
          "fix": "Pay it only inside a gate on correctness, give it a limit (\`length-step\`, \`clip\`), or turn its sign.",
          "place": {
            "key": true,
            "path": [
              "terms",
              "size",
            ],
          },
          "reason": "\`total\` grows with \`size\` (length) without a limit: longer answers win whatever they say.",
          "severity": "warning",
        },
      ]
    `);
  });

  it("is a total that falls with length by more than the other terms can make up for", () => {
    expect(findingsOf({ right: EXACT, size: { ...LENGTH, range: [0, 999] } }, "right - size")).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_LENGTH_MONOTONE",
          "fix": "Pay it only inside a gate on correctness, give it a limit (\`length-step\`, \`clip\`), or turn its sign.",
          "place": {
            "key": true,
            "path": [
              "terms",
              "size",
            ],
          },
          "reason": "\`total\` falls with \`size\` (length) without a limit: the empty answer wins whatever the other terms say.",
          "severity": "warning",
        },
      ]
    `);
    expect(findingsOf({ right: EXACT, size: { ...LENGTH, range: [0, 999] } }, "right - 0.001 * size")).toEqual([]);
  });

  it("is found through terms and shapers: length, affine, clip, total", () => {
    const chain = (scale: number): Terms => ({
      right: EXACT,
      size: LENGTH,
      scaled: { use: "affine", of: "size", scale },
      bounded: { use: "clip", of: "scaled", min: -1, max: 1 },
      paid: "0.5 * right + bounded",
    });
    expect(codesOf(chain(0.01), "paid")).toEqual(["GUERDON_LENGTH_MONOTONE terms.size"]);
    expect(codesOf(chain(-0.01), "-paid")).toEqual(["GUERDON_LENGTH_MONOTONE terms.size"]);
    expect(codesOf(chain(-0.01), "paid")).toEqual(["GUERDON_LENGTH_MONOTONE terms.size"]);
    expect(codesOf(chain(-0.01), "0.5 * right + paid")).toEqual([]);
    expect(codesOf(chain(0), "paid")).not.toContain("GUERDON_LENGTH_MONOTONE terms.size");
  });

  it("names the total for a length that the program does not name", () => {
    const terms: Terms = { right: EXACT, long: { use: "length-step", limit: 9, mode: "penalty" } };
    expect(codesOf(terms, "right - long")).toEqual(["GUERDON_LENGTH_MONOTONE total"]);
    expect(codesOf(terms, "right + 0.5 * long")).toEqual([]);
  });

  it.each<readonly [string, string]>([
    ["behind a gate on correctness that it can close", "gate(size < 400, right)"],
    ["up and down", "right + 0.01 * (size - size ^ 2 / 500)"],
    ["compared alone, downwards", "right + 0.5 * (size < 400)"],
  ])("is not a total in which length goes %s", (_, total) => {
    expect(codesOf({ right: EXACT, size: { ...LENGTH, range: [0, 999] } }, total)).toEqual([]);
  });

  it("does not call growing what a `when` on length can take away", () => {
    const size = { ...LENGTH, range: [0, 999] as const };
    const big = { use: "affine", of: "right", scale: 5000, when: "size < 100" };
    expect(codesOf({ right: EXACT, size, big }, "default(big, 0) + 0.01 * size")).toEqual([]);
  });
});
