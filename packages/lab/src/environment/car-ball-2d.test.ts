import { describe, expect, it } from "vitest";
import { type CarBallOptions, carBall2d } from "./car-ball-2d.ts";
import { checkEnvironment } from "./check-environment.ts";
import { FIELD, pushBall, rollBall } from "./roll-ball.ts";
import { vectorise } from "./vectorise.ts";

/** An action of pedal, wheel and boost. */
const act = (pedal: number, wheel: number, boost: number) => [6 * pedal + 2 * wheel + boost];
const [COAST, DRIVE] = [act(1, 1, 0), act(2, 1, 0)];

/** One copy whose state is set: car x, y, heading, speed, tank; ball x, y, vx, vy; other car x, y, vx, vy. */
function placed(options: CarBallOptions, row: readonly number[]) {
  const environment = vectorise(carBall2d(options), 1);
  const saved = environment.save();
  const first = saved[0] as Float64Array;
  first.fill(0);
  first.set(row);
  environment.restore(saved);
  const signal = (name: string): number => environment.signals[name]?.[0] as number;
  return { environment, signal, row: () => environment.save()[0] as Float64Array };
}

describe("rollBall", () => {
  it("slows down, bounces with 0.8 of its speed, and scores between the posts alone (by hand)", () => {
    const ball = Float64Array.of(9.5, 3, 10, 0);
    expect(rollBall(ball, [0, 1, 2, 3], 0.1)).toBe(0);
    // 9.7 m/s for 0.1 s is 0.97 m: 0.47 m beyond the wall at 10, back at 9.53.
    [9.53, 3, -7.76, 0].forEach((value, k) => {
      expect(ball[k]).toBeCloseTo(value, 12);
    });
    expect(rollBall(Float64Array.of(9.5, 2, 10, 0), [0, 1, 2, 3], 0.1)).toBe(1);
    expect(rollBall(Float64Array.of(-9.5, -2, -10, 0), [0, 1, 2, 3], 0.1)).toBe(-1);
  });
});

describe("pushBall", () => {
  it("sends a ball off with 1.6 of the speed at which it is met, along the line between (by hand)", () => {
    const ball = Float64Array.of(1, 0, 0, 2);
    expect(pushBall(ball, [0, 1, 2, 3], { x: 0, y: 0, vx: 5, vy: 0 })).toBe(true);
    [1.5, 0, 8, 2].forEach((value, k) => {
      expect(ball[k]).toBeCloseTo(value, 12);
    });
    // It is already leaving: nothing is added, and it is put beside the car.
    const leaving = Float64Array.of(1, 0, 9, 0);
    pushBall(leaving, [0, 1, 2, 3], { x: 0, y: 0, vx: 5, vy: 0 });
    expect([...leaving]).toEqual([1.5, 0, 9, 0]);
    expect(pushBall(Float64Array.of(1.5, 0, 0, 0), [0, 1, 2, 3], { x: 0, y: 0, vx: 5, vy: 0 })).toBe(false);
  });
});

describe("carBall2d", () => {
  it.each(["none", "static", "keeper", "chaser"] as const)("keeps the laws: %s", (opponent) => {
    checkEnvironment((count) => vectorise(carBall2d({ opponent, maxSteps: 60 }), count));
    checkEnvironment((count) => vectorise(carBall2d({ opponent, maxSteps: 60, kickOffs: true }), count));
  });

  it("drives by hand: three parts of 8 m/s² in a fifteenth of a second, and says what it sees", () => {
    const { environment, signal, row } = placed({ opponent: "none" }, [-4, 0, 0, 0, 0.25, 4, 0, 0, 0, 1000, 0]);
    environment.step(DRIVE);
    const part = 8 / 45;
    expect(row()[3]).toBeCloseTo(3 * part, 12);
    expect(row()[0]).toBeCloseTo(-4 + (6 * part) / 45, 12);
    expect(signal("align")).toBeCloseTo(1, 12);
    expect(signal("approach")).toBeCloseTo((3 * part) / 8, 12);
    expect(signal("distance")).toBeCloseTo(8 - (6 * part) / 45, 12);
    expect([signal("offence"), signal("defence"), signal("shot")]).toEqual([6, 14, 0]);
    expect(signal("boost")).toBeCloseTo(Math.sqrt(0.25 + 0.04 / 15), 12);
    const beside = placed({ opponent: "none" }, [4, -4, 0, 0, 0, 4, 0, 0, 0, 1000, 0]);
    beside.environment.step(COAST);
    expect(beside.signal("align")).toBeCloseTo(0, 12);
    expect(beside.signal("approach")).toBe(0);
  });

  it("moves as far in one decision of a fifth of a second as in three of a fifteenth", () => {
    const first = [-4, 0, 0.3, 2, 0.25, 4, 1, -3, 2, 9, 0];
    const [fine, coarse] = [placed({}, first), placed({ decisionsPerSecond: 5 }, first)];
    for (let k = 0; k < 3; k++) fine.environment.step(DRIVE);
    coarse.environment.step(DRIVE);
    expect(coarse.row()).toEqual(fine.row());
  });

  it("boosts beyond 8 m/s while there is something in the tank, and turns only when it moves", () => {
    const { environment, row } = placed({ opponent: "none" }, [-8, 0, 0, 8, 0.03, 9, 6, 0, 0, 1000, 0]);
    environment.step(act(2, 1, 1));
    const first = row()[3] as number;
    expect(first).toBeGreaterThan(9);
    expect(row()[4]).toBeLessThan(0.004);
    environment.step(act(2, 1, 1));
    expect(row()[3]).toBeLessThan(first);
    const still = placed({ opponent: "none" }, [0, 0, 1, 0, 0, 9, 6, 0, 0, 1000, 0]);
    still.environment.step(act(1, 2, 0));
    expect(still.row()[2]).toBe(1);
  });

  it("scores by driving the ball over the line: the episode ends, or another kick-off follows", () => {
    const before = [6, 0, 0, 8, 0, 7.6, 0, 8, 0, 1000, 0];
    const { environment, signal } = placed({ opponent: "none" }, before);
    let steps = 0;
    while (environment.terminated[0] === 0 && steps < 40) {
      environment.step(DRIVE);
      steps++;
    }
    expect([environment.rewards[0], signal("goal"), signal("ended")]).toEqual([1, 1, 1]);
    const more = placed({ opponent: "none", kickOffs: true }, before);
    for (let k = 0; k < steps; k++) more.environment.step(DRIVE);
    expect([more.environment.rewards[0], more.environment.terminated[0], more.signal("ended")]).toEqual([1, 0, 0]);
    expect(Math.abs(more.row()[5] as number)).toBeLessThan(1.001);
  });

  it("is kept out by who stands before the goal, and loses to who chases the ball", () => {
    const { environment, signal } = placed({ opponent: "static" }, [6, 0, 0, 0, 0, 7, 0, 6, 0, 9, 0]);
    for (let k = 0; k < 15; k++) environment.step(COAST);
    expect(signal("goal")).toBe(0);
    const keeper = placed({ opponent: "keeper" }, [0, 0, 0, 0, 0, 4, 3, 0, 0, 9, 0]);
    for (let k = 0; k < 15; k++) keeper.environment.step(COAST);
    expect(keeper.row()[10]).toBeCloseTo(FIELD.goal - 0.5, 9);
    const still = vectorise(carBall2d({ opponent: "chaser", kickOffs: true, maxSteps: 0 }), 8);
    let goals = 0;
    for (let k = 0; k < 450; k++) {
      still.step(new Array(8).fill(COAST).flat());
      goals += still.rewards.reduce((sum, value) => sum + value, 0);
    }
    expect(goals).toBeLessThan(0);
  });
});
