import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { abstained, BLAMES, failed, graver, isFillable, type Missing } from "./index.ts";

const ALL: readonly Missing[] = [abstained("not asked"), ...BLAMES.map((blame) => failed(blame, `${blame} broke`))];

function wordOf(missing: Missing): string {
  return missing.kind === "abstained" ? "abstained" : missing.blame;
}

describe("isFillable", () => {
  it("fills abstentions and what the candidate is to blame for, nothing else", () => {
    expect(ALL.filter(isFillable).map(wordOf)).toEqual(["abstained", "candidate"]);
  });

  it("does not depend on whether the call may be tried again", () => {
    for (const blame of BLAMES) {
      expect(isFillable(failed(blame, "x", true))).toBe(isFillable(failed(blame, "x", false)));
    }
  });
});

describe("graver", () => {
  it("prefers a failure to an abstention, another's failure to the candidate's, then the first (whole table)", () => {
    const table = Object.fromEntries(
      ALL.map((a) => [wordOf(a), ALL.map((b) => wordOf(graver(a, b))).join(" ")] as const),
    );
    expect(table).toMatchInlineSnapshot(`
      {
        "abstained": "abstained candidate task sandbox judge engine",
        "candidate": "candidate candidate task sandbox judge engine",
        "engine": "engine engine engine engine engine engine",
        "judge": "judge judge judge judge judge judge",
        "sandbox": "sandbox sandbox sandbox sandbox sandbox sandbox",
        "task": "task task task task task task",
      }
    `);
  });

  it("is one of the two, the first when both are equally grave, and can be taken in any grouping", () => {
    const one = fc.constantFrom(...ALL);
    fc.assert(
      fc.property(one, one, one, (a, b, c) => {
        expect([a, b]).toContain(graver(a, b));
        expect(graver(a, { ...a })).toBe(a);
        expect(graver(graver(a, b), c)).toBe(graver(a, graver(b, c)));
        expect(isFillable(graver(a, b))).toBe(isFillable(a) && isFillable(b));
      }),
    );
  });
});
