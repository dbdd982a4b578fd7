import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { type NoisyTvOptions, noisyTv } from "./noisy-tv.ts";
import { vectorise } from "./vectorise.ts";

const [UP, RIGHT, DOWN, LEFT, WATCH] = [0, 1, 2, 3, 4] as const;
const COUNT = 2000;

/** Share of copies in which each bit is set after each step, and the signals of the first copy. */
function bitsOf(options: NoisyTvOptions, actions: readonly number[]) {
  const environment = vectorise(noisyTv(options), COUNT);
  environment.reset(2);
  const width = environment.observations.length / COUNT;
  return actions.map((action) => {
    environment.step(new Float64Array(COUNT).fill(action));
    let set = 0;
    for (let i = 0; i < COUNT; i++) set += Number((environment.observations[i * width + 49] as number) > 0);
    return { share: set / COUNT, noise: environment.signals.noise?.[0], fresh: environment.signals.fresh?.[0] };
  });
}

describe("noisyTv", () => {
  it("redraws bits in the zone alone, half of them set at 0.7 (by hand)", () => {
    const steps = bitsOf({}, [LEFT, LEFT, RIGHT, RIGHT]);
    expect(steps.map(({ noise }) => noise)).toEqual([1, 0, 1, 0]);
    expect(steps.map(({ fresh }) => fresh)).toEqual([1, 1, 0, 0]);
    expect([steps[1]?.share, steps[3]?.share]).toEqual([0, 0]);
    for (const k of [0, 2]) expect(Math.abs((steps[k]?.share as number) - 0.5)).toBeLessThan(0.05);
    const environment = vectorise(noisyTv(), 1);
    environment.step([LEFT]);
    for (const bit of environment.observations.subarray(49)) expect([0, Math.fround(0.7)]).toContain(bit);
  });

  it("is noisy by an action, everywhere, or not at all", () => {
    expect(bitsOf({ noise: "action" }, [UP, WATCH, DOWN]).map(({ noise }) => noise)).toEqual([0, 1, 0]);
    expect(bitsOf({ noise: "everywhere" }, [DOWN, DOWN]).map(({ noise }) => noise)).toEqual([1, 1]);
    expect(bitsOf({ noise: "off" }, [UP, UP]).map(({ noise }) => noise)).toEqual([0, 0]);
  });

  it("reaches a goal in six moves, past the television", () => {
    const environment = vectorise(noisyTv({ goal: [6, 6] }), 1);
    const rewards = [DOWN, DOWN, DOWN, DOWN, RIGHT, RIGHT, RIGHT].map((action) => {
      environment.step([action]);
      return [environment.rewards[0], environment.terminated[0]];
    });
    expect(rewards).toEqual([...new Array(6).fill([0, 0]), [1, 1]]);
  });

  it("repeats the last action as often as it is sticky", () => {
    const environment = vectorise(noisyTv({ sticky: 0.25, noise: "off" }), COUNT);
    environment.step(new Float64Array(COUNT).fill(UP));
    environment.step(new Float64Array(COUNT).fill(DOWN));
    let again = 0;
    for (let i = 0; i < COUNT; i++) again += environment.observations[i * 52 + 1 * 7 + 3] as number;
    expect(Math.abs(again / COUNT - 0.25)).toBeLessThan(0.04);
  });

  it("keeps the laws, and to its grid", () => {
    for (const noise of ["zone", "everywhere", "action"] as const)
      checkEnvironment((count) => vectorise(noisyTv({ noise, sticky: 0.2 }), count));
    expect(() => noisyTv({ zone: [[7, 0]] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected a cell of 0 … 6, got 7, 0.]`,
    );
  });
});
