import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { vectorise } from "./vectorise.ts";
import { type VehicleYardOptions, vehicleYard } from "./vehicle-yard.ts";

/** Plays the moves, each as often as it says; gives the sum of rewards, the steps and the last signals. */
function go(options: VehicleYardOptions, moves: readonly (readonly [times: number, x: number, y: number])[]) {
  const environment = vectorise(vehicleYard(options), 1);
  let [sum, steps, fresh] = [0, 0, 0];
  for (const [times, x, y] of moves) {
    for (let k = 0; k < times; k++) {
      environment.step([x, y]);
      sum += environment.rewards[0] as number;
      steps++;
      fresh += environment.signals.fresh?.[0] as number;
      if (environment.terminated[0] === 1) return { sum, steps, fresh, ended: true, signals: environment.signals };
    }
  }
  return { sum, steps, fresh, ended: false, signals: environment.signals };
}

describe("vehicleYard", () => {
  it("reaches the goal around the wall in 14 + 15 + 12 steps (by hand)", () => {
    // Up 7 (14 moves to y = 8), right 7.5 (15 to x = 8.5), down until within 1 of (8.8, 1.2): y = 2 is 0.854 away (12).
    const { sum, steps, ended } = go({}, [
      [14, 0, 1],
      [15, 1, 0],
      [40, 0, -1],
    ]);
    expect([sum, steps, ended]).toEqual([1, 41, true]);
  });

  it("does not enter a wall: each try costs a hundredth (by hand)", () => {
    // From x = 1 seven moves to 4.5; the eighth would end at 5 inside the wall.
    const { sum, ended, signals } = go({}, [[10, 1, 0]]);
    expect(sum).toBeCloseTo(-0.03, 12);
    expect([ended, signals.blocked?.[0]]).toEqual([false, 1]);
    expect(signals.distance?.[0]).toBeCloseTo(Math.hypot(4.3, 0.2), 12);
  });

  it("winds through two walls", () => {
    const { sum, ended } = go({ scene: "staggered" }, [
      [13, 0, 1],
      [8, 1, 0],
      [11, 0, -1],
      [7, 1, 0],
      [20, 0, 1],
    ]);
    expect([sum, ended]).toEqual([1, true]);
  });

  it("counts new cells once: ten of half a unit in five units and none on the way back", () => {
    expect(go({ scene: "empty" }, [[10, 0, 1]]).fresh).toBe(10);
    expect(
      go({ scene: "empty" }, [
        [10, 0, 1],
        [10, 0, -1],
      ]).fresh,
    ).toBe(10);
  });

  it("ends at a moving obstacle for −1, as somebody who waits in its way finds out", () => {
    // (4, 4) is on the way of the first: it passes within 20 steps.
    const { sum, ended, signals } = go({ scene: "moving" }, [
      [6, 1, 0.5],
      [0, 0, 0],
      [70, 0, 0],
    ]);
    expect([sum, ended, signals.collision?.[0]]).toEqual([-1, true, 1]);
  });

  it.each(["wall", "staggered", "moving", "empty"] as const)("keeps the laws: %s", (scene) => {
    checkEnvironment((count) => vectorise(vehicleYard({ scene, maxSteps: 30 }), count));
  });
});
