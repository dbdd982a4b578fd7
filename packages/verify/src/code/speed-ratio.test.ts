import { afterAll, describe, expect, it } from "vitest";
import { backends, chooseBackend } from "../sandbox/index.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { ratioInterval } from "./ratio-interval.ts";
import { speedRatio } from "./speed-ratio.ts";

const python = await chooseBackend("python");
const absent = typeof python === "string" ? ` (skipped: ${python})` : "";
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

describe("ratioInterval", () => {
  it("takes the ranks a sign test allows (by hand: 7 pairs the ends, 9 the second, 12 the third)", () => {
    const ones = (count: number): number[] => new Array<number>(count).fill(1);
    const rising = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
    expect(ratioInterval(rising(7), ones(7))).toEqual({ median: 4, low: 1, high: 7 });
    expect(ratioInterval(rising(9), ones(9))).toEqual({ median: 5, low: 2, high: 8 });
    expect(ratioInterval(rising(12), ones(12))).toEqual({ median: 6.5, low: 3, high: 10 });
    expect(ratioInterval([3, 4], [1, 1])).toEqual({ median: 3.5, low: 3, high: 4 });
  });

  it("pairs the runs of one round", () => {
    expect(ratioInterval([2, 20, 4], [1, 10, 1]).median).toBe(2);
  });
});

const SLOW = "def total(n):\n    s = 0\n    for i in range(n):\n        s += i\n    return s";
const FAST = "def total(n):\n    return n * (n - 1) // 2";
const HEAVY = "keep = [0] * 10_000_000\ndef total(n):\n    return n * (n - 1) // 2";
const TESTS = ["assert total(10) == 45", "assert total(1_000_000) == 499999500000"];

describe.skipIf(absent !== "")(`speedRatio${absent}`, () => {
  const columns = (text: readonly string[], reference = SLOW) => ({
    text,
    reference: text.map(() => reference),
    tests: text.map(() => TESTS),
  });

  it("pays a faster program the ratio, the same one 1, a wrong one nothing", async () => {
    const wrong = "def total(n):\n    return 45";
    const rows = await scoreRows(speedRatio({ maxRatio: 3 }), columns([FAST, SLOW, wrong, "def total(n"]));
    expect(rows.map(([value]) => value)).toEqual([3, 1, 0, 0]);
    expect(rows.map(([, note]) => String(note).split(":")[0]).slice(1)).toEqual([
      "no difference",
      "failed AssertionError",
      "failed syntax",
    ]);
  }, 60_000);

  it("puts all on one scale (182: −1, −0.5 + 0.5 share, 1 + clip)", async () => {
    const wrong = "def total(n):\n    return 45";
    const rows = await scoreRows(speedRatio({ pay: "graded" }), columns([FAST, wrong, "def total(n"]));
    expect(rows.map(([value]) => value)).toEqual([4, -0.25, -1]);
    const [slower] = await scoreRows(speedRatio({ pay: "graded", minSeconds: 0 }), columns([SLOW], FAST));
    expect(slower?.[0]).toBe(0.5);
  }, 60_000);

  it("abstains where the reference is too short, blames the task for a wrong one", async () => {
    const rows = await scoreRows(speedRatio(), columns([SLOW], FAST));
    expect(rows[0]?.[0]).toBe("abstained");
    const [wrong] = await scoreRows(speedRatio(), columns([FAST], "def total(n): return 1"));
    expect(wrong).toEqual(["task", "Expected the reference to pass its tests, but it failed."]);
  }, 60_000);

  it("compares memory, and asks for a sure tenth where it pays `faster`", async () => {
    const [memory] = await scoreRows(speedRatio({ measure: "memory", rounds: 6 }), columns([FAST], HEAVY));
    expect(memory?.[0]).toBeGreaterThan(3);
    const rows = await scoreRows(speedRatio({ pay: "faster" }), columns([FAST, SLOW]));
    expect(rows.map(([value]) => value)).toEqual([1, 0]);
  }, 60_000);
});
