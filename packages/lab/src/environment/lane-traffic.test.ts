import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { laneTraffic } from "./lane-traffic.ts";
import { vectorise } from "./vectorise.ts";

const [BRAKE, FASTER, LEFT, RIGHT, KEEP] = [0, 1, 2, 3, 4] as const;

describe("laneTraffic", () => {
  it("closes in at speed 3 and crashes at a gap of 0 (by hand)", () => {
    const environment = vectorise(laneTraffic({ braking: 0 }), 1);
    const steps: unknown[] = [];
    // Speed 2 holds the gap of the first step, 3 closes it by one a step.
    for (const action of [FASTER, FASTER, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP]) {
      environment.step([action]);
      const { speed, gap, danger, crash } = environment.signals;
      steps.push([gap?.[0], speed?.[0], danger?.[0], crash?.[0], environment.rewards[0], environment.terminated[0]]);
      if (environment.terminated[0] === 1) break;
    }
    const first = (steps[0] as number[])[0] as number;
    expect(steps[0]).toEqual([first, 2, 0, 0, 0, 0]);
    expect(steps).toHaveLength(first + 1);
    expect(steps.at(-2)).toEqual([1, 3, 1, 0, 0, 0]);
    expect(steps.at(-1)).toEqual([0, 3, 1, 1, -1, 1]);
  });

  it("finishes two thirds of the route at speed 2 behind a car that never brakes: 60 · 2/3/60", () => {
    const environment = vectorise(laneTraffic({ braking: 0 }), 1);
    let gold = 0;
    for (let t = 0; t < 60; t++) {
      environment.step([t === 0 ? FASTER : KEEP]);
      gold += environment.signals.gold?.[0] as number;
      expect(environment.rewards[0]).toBe(0);
    }
    expect(environment.truncated[0]).toBe(1);
    expect(gold).toBeCloseTo(2 / 3, 12);
  });

  it("stays safe at half danger when slow and near, and on its lanes", () => {
    const environment = vectorise(laneTraffic({ braking: 1 }), 1);
    environment.step([KEEP]);
    environment.step([KEEP]);
    environment.step([KEEP]);
    // From 4–6 the gap shrinks by one a step at speed 1.
    expect(environment.signals.danger?.[0]).toBe((environment.signals.gap?.[0] as number) <= 2 ? 0.5 : 0);
    const lanes = vectorise(laneTraffic({ braking: 0 }), 1);
    const centre = [BRAKE, RIGHT, RIGHT, LEFT, LEFT, LEFT].map((action) => {
      lanes.step([action]);
      return Number(lanes.signals.centre?.[0]?.toFixed(6));
    });
    expect(centre).toEqual([1, 0.666667, 0.666667, 1, 0.666667, 0.666667]);
  });

  it("brakes ahead as often as it says", () => {
    const environment = vectorise(laneTraffic(), 4000);
    environment.reset(3);
    const before = environment.save()[0]?.slice() as Float64Array;
    environment.step(new Float64Array(4000).fill(FASTER));
    let braked = 0;
    for (let i = 0; i < 4000; i++)
      braked += Number((environment.signals.gap?.[i] as number) < (before[3 * i + 1] as number));
    expect(Math.abs(braked / 4000 - 0.2)).toBeLessThan(0.02);
  });

  it("keeps the laws", () => {
    checkEnvironment((count) => vectorise(laneTraffic(), count));
  });
});
