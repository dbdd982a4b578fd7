import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { type LaneDriveOptions, laneDrive } from "./lane-drive.ts";
import { hitAt, isRed, limitAt, passesRed, walkerAcross } from "./lane-road.ts";
import { vectorise } from "./vectorise.ts";

const EMPTY: LaneDriveOptions = { obstacles: 0, walkers: 0, lights: 0, limits: [13.9] };

/** Drives one copy by a rule over its observation; gives sums of reward and signals, and the last step's. */
function drive(
  options: LaneDriveOptions,
  rule: (seen: Float32Array, t: number) => readonly [number, number],
  seed = 0,
) {
  const environment = vectorise(laneDrive(options), 1);
  environment.reset(seed);
  const sums: { [name: string]: number } = { reward: 0, steps: 0 };
  for (let ended = 0; ended === 0; ) {
    environment.step(rule(environment.observations, sums.steps as number));
    sums.reward = (sums.reward as number) + (environment.rewards[0] as number);
    sums.steps = (sums.steps as number) + 1;
    for (const name in environment.signals) sums[name] = (sums[name] ?? 0) + (environment.signals[name]?.[0] as number);
    ended = (environment.terminated[0] as number) + (environment.truncated[0] as number);
  }
  return sums;
}

describe("laneDrive", () => {
  it("moves as by hand: 0.5 s of 1.5 m/s² in five parts", () => {
    const environment = vectorise(laneDrive({ ...EMPTY, length: 100 }), 1);
    environment.step([0.5, 0]);
    // Speeds .15, .3, .45, .6, .75 for 0.1 s each: 0.225 m.
    expect(environment.signals.speed?.[0]).toBeCloseTo(0.75, 12);
    expect(environment.signals.progress?.[0]).toBeCloseTo(0.00225, 12);
    expect(environment.rewards[0]).toBeCloseTo(0.00225, 12);
  });

  it("sums to 1 for an empty road driven gently below the limit, gold too", () => {
    const { reward, gold, finished } = drive(EMPTY, (seen) => [(seen[1] as number) < 0.9 ? 0.3 : 0, 0]);
    expect(finished).toBe(1);
    expect(reward).toBeCloseTo(1, 9);
    expect(gold).toBeCloseTo(1, 9);
  });

  it("halves for the middle, takes a twelfth for each broken limit, and counts nothing outside (by hand)", () => {
    // Jerk along of 3 m/s² in half a second is 6 > 4.13: one limit, and the acceleration of 3 > 2.4: two of six.
    const environment = vectorise(laneDrive(EMPTY), 1);
    environment.step([1, 0]);
    expect(environment.signals.discomfort?.[0]).toBe(2);
    expect(environment.rewards[0]).toBeCloseTo((environment.signals.progress?.[0] as number) * (1 - 2 / 12), 12);
    // 1 m off the middle for more than 3 s.
    const aside = drive({ ...EMPTY, maxSteps: 20 }, (_, t) => [t < 4 ? 0.3 : 0, t >= 4 && t < 6 ? 1 : 0]);
    expect(aside["off-centre"]).toBeGreaterThan(5);
    const left = drive(EMPTY, () => [0.3, -1]);
    expect([left.left, left.reward as number]).toEqual([1, expect.any(Number)]);
    expect(left.outside).toBeGreaterThan(0);
  });

  it("scales progress down by the excess of speed: nothing from 2.23 m/s too fast", () => {
    const fast = drive({ ...EMPTY, limits: [2] }, () => [0.3, 0]);
    // Below 4.23 m/s alone something is paid: within the first 10 m of 500 (v² = 2 · 0.9 · s).
    expect(fast.progress).toBeCloseTo(1, 6);
    expect(fast.reward).toBeLessThan(10 / 500);
    expect(fast.reward).toBeGreaterThan(2 / 500);
  });

  it("ends with −1 at a parked car, and leaves six tenths of the score", () => {
    // Cars in both lanes can only be hit: whoever drives on does.
    const runs = [0, 1, 2, 3, 4, 5].map((seed) =>
      drive({ ...EMPTY, obstacles: 3 }, (seen) => [(seen[1] as number) < 0.5 ? 0.3 : 0, 0], seed),
    );
    const hit = runs.filter(({ collision }) => collision === 1);
    expect(hit.length).toBeGreaterThan(0);
    for (const { gold, progress, reward } of hit) {
      expect(gold).toBeCloseTo(0.6 * (progress as number), 9);
      expect(reward).toBeLessThan(-1 + (progress as number));
    }
  });

  it("costs as much as it says to hit a car, and counts the steps in which it stands", () => {
    const ahead = { ...EMPTY, obstacles: 3 };
    const rule = (seen: Float32Array): readonly [number, number] => [(seen[1] as number) < 0.5 ? 0.3 : 0, 0];
    const seed = [0, 1, 2, 3, 4, 5].find((one) => drive(ahead, rule, one).collision === 1);
    const [full, slight] = [drive(ahead, rule, seed), drive({ ...ahead, hint: 0.01 }, rule, seed)];
    expect((slight.reward as number) - (full.reward as number)).toBeCloseTo(0.99, 12);
    expect(drive({ ...EMPTY, maxSteps: 10 }, (_, t) => [t < 4 ? 0 : 1, 0]).standing).toBe(4);
  });

  it("is blocked after 30 s of standing, for nothing; the additive mix pays for it", () => {
    expect(drive({}, () => [0, 0])).toMatchObject({ steps: 60, blocked: 1, reward: 0, gold: 0 });
    // An obstacle within 15 m: speed match 1 and middle 1 in each step, 2/200.
    const stand = drive({ reward: "additive" }, () => [0, 0]);
    expect(stand.reward).toBeCloseTo((60 * 1) / 200, 9);
  });

  it("has lights red for the last 8 of 20 s, people back and forth, and hits by overlap (by hand)", () => {
    expect([0, 11.9, 12, 19.9, 20].map((t) => isRed(0, t))).toEqual([false, false, true, true, false]);
    expect([0, 5, 10, 15, 20].map((t) => Number(walkerAcross(0, t).toFixed(9)))).toEqual([
      -5.25, 1.75, 8.75, 1.75, -5.25,
    ]);
    const road = { length: 100, obstacles: 1, walkers: 1, lights: 1, limits: [10, 5] };
    const things = Float64Array.of(40, 3.5, 60, 0, 80, 0);
    expect(hitAt(road, things, 0, 35.6, 3.5, 0)).toBe(1);
    expect(hitAt(road, things, 0, 35.4, 3.5, 0)).toBe(0);
    expect(hitAt(road, things, 0, 40, 1.5, 0)).toBe(0);
    expect(hitAt(road, things, 0, 60, 1.75, 5)).toBe(2);
    expect(hitAt(road, things, 0, 60, 1.75, 10)).toBe(0);
    expect([passesRed(road, things, 0, 79, 80, 13), passesRed(road, things, 0, 80, 81, 13)]).toEqual([true, false]);
    expect([limitAt(road, 49), limitAt(road, 50), limitAt(road, 200)]).toEqual([10, 5, 5]);
  });

  it("can be driven to its end by a rule that waits and dodges, with a better score than by blind driving", () => {
    const careful = (seen: Float32Array): readonly [number, number] => {
      const [y, v] = [seen[0] as number, (seen[1] as number) * 13.9];
      const [right, left] = [(seen[5] as number) * 50, (seen[6] as number) * 50];
      const isOnLeft = y > 0.5;
      const here = isOnLeft ? left : right;
      const toLeft = here < 45 ? !isOnLeft : isOnLeft;
      const shift = Math.max(-1, Math.min(1, (Number(toLeft) - y) * 3));
      const walker = (seen[8] as number) > -1 && (seen[8] as number) < 2 ? (seen[7] as number) * 50 : 50;
      const light = seen[10] === 1 ? (seen[9] as number) * 50 : 50;
      const free = Math.min(walker - 4.5, light - 2, 50);
      const wanted = free < 25 ? Math.max(0, free / 2) : 7;
      return [Math.max(-1, Math.min(1, (wanted - v) * 0.5)), shift];
    };
    const runs = Array.from({ length: 20 }, (_, seed) => drive({}, careful, seed));
    expect(runs.filter(({ finished }) => finished === 1).length).toBeGreaterThanOrEqual(14);
    const mean = (all: readonly { [name: string]: number }[]): number =>
      all.reduce((sum, { gold }) => sum + (gold as number), 0) / all.length;
    const blind = Array.from({ length: 20 }, (_, seed) => drive({}, () => [0.5, 0], seed));
    expect(mean(runs)).toBeGreaterThan(mean(blind) + 0.4);
  });

  it("keeps the laws with both rewards", () => {
    for (const reward of ["progress", "additive"] as const)
      checkEnvironment((count) => vectorise(laneDrive({ reward }), count));
  });
});
