import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDeeperThan } from "./is-deeper-than.ts";

/** The slow obvious way. */
function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe("isDeeperThan", () => {
  it("agrees with the depth of the parsed value", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6, noUnicodeString: false }), fc.nat(8), (text, limit) => {
        expect(isDeeperThan(Buffer.from(text), limit)).toBe(depthOf(JSON.parse(text)) > limit);
      }),
    );
  });

  it.each([
    ['"[[[["', false],
    ['"\\"[[[["', false],
    ['["\\\\",[[[]]]]', true],
    ["[[[[", true],
    ["]]]][[[", false],
    ['"[[[[', false],
    ["", false],
  ])("of %s at 3", (text, expected) => {
    expect(isDeeperThan(Buffer.from(text), 3)).toBe(expected);
  });
});
