import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { abstainsBecause } from "./abstains-because.test-support.ts";
import { column, shown, steps, tokens } from "./layouts.test-support.ts";
import { windowMean } from "./window-mean.ts";

const TOO_SHORT = "the rollout ends within the window";

describe("windowMean", () => {
  it.each([
    [4, [1, 2, 3, 6, 5], [3, 4, TOO_SHORT, TOO_SHORT, TOO_SHORT]],
    [1, [1, 2, 3], [1, 2, 3]],
    [3, [1, 2], [TOO_SHORT, TOO_SHORT]],
    [2, [1, "unread", 3, 5], ["unread", "unread", 4, TOO_SHORT]],
    [2, [], []],
    [2, [1e308, 1e308], ["Expected a finite value, got Infinity.", TOO_SHORT]],
  ] as const)(
    "averages windows of %i of %j (107 §Mechanism; §Pitfalls: shorter ones are skipped)",
    (size, of, expected) => {
      expect(shown(windowMean({ size }).apply([column("token", of)], tokens([of.length])))).toEqual(expected);
    },
  );

  it("stays within a rollout, over steps too", () => {
    const out = windowMean({ size: 2, level: "step" }).apply([fullSignal("step", [1, 3, 10, 20])], steps([2, 2]));
    expect([out.level, ...shown(out)]).toEqual(["step", 2, TOO_SHORT, 15, TOO_SHORT]);
  });

  it("states its facts", () => {
    expect(windowMean().options).toEqual({ level: "token", size: 4 });
    expect(windowMean().range([{ min: -1, max: 2 }])).toEqual({ min: -1, max: 2 });
    expect(windowMean().trend(0, [])).toBe("increasing");
  });

  for (const level of ["step", "token"]) {
    for (const law of lawsOf(windowMean, { options: { size: 1, level } })) it(`${law.name}, 1 ${level}`, law.check);
    const skip = abstainsBecause("the last windows are cut short by the end of the rollout");
    for (const law of lawsOf(windowMean, { options: { size: 2, level }, skip }))
      it(`${law.name}, 2 ${level}s`, law.check);
  }
});
