import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { darkRoomFamily } from "./dark-room.ts";
import { vectorise } from "./vectorise.ts";

describe("darkRoomFamily", () => {
  it("pays 1 for each step on the goal in the plain task (by hand), and starts again in the middle", () => {
    // Goal 14: row 2, column 4; two to the right of the middle.
    const environment = vectorise(darkRoomFamily({ task: 14, steps: 4, attempts: 2 }).dynamics, 1);
    const steps = [1, 1, 1, 3, 1, 0].map((action) => {
      environment.step([action]);
      const { optimal, attempt } = environment.signals;
      return [environment.observations.indexOf(1), environment.rewards[0], optimal?.[0], attempt?.[0]];
    });
    expect(steps).toEqual([
      [13, 0, 1, 0],
      [14, 1, 1, 0],
      [14, 1, 1, 0],
      // Left of the goal, and put back to the middle.
      [12, 0, 0, 0],
      [13, 0, 1, 1],
      [8, 0, 0, 1],
    ]);
    expect([...environment.observations.subarray(25)]).toEqual([1, 0, 0, 0, 0]);
  });

  it("has 24 different orders of the actions, the plain one first", () => {
    const { directionsOf } = darkRoomFamily({ size: 3, permutations: 24 });
    const orders = Array.from({ length: 24 }, (_, k) => directionsOf(9 * k));
    expect(orders[0]).toEqual([0, 1, 2, 3]);
    expect(new Set(orders.map(String)).size).toBe(24);
    for (const order of orders) expect([...order].sort()).toEqual([0, 1, 2, 3]);
  });

  it("is solved by its optimal actions in every task, in as many steps as the goal is away", () => {
    const { tasks, optimal, dynamics } = darkRoomFamily({ steps: 6, attempts: 1 });
    const seen = new Set<number>();
    const environment = vectorise(dynamics, 400);
    environment.reset(4);
    const numbers = Array.from({ length: 400 }, (_, i) => environment.save()[0]?.[6 * i + 1] as number);
    for (const number of numbers) seen.add(number);
    const sums = new Float64Array(400);
    for (let t = 0; t < 6; t++) {
      const cells = environment.save()[0] as Float64Array;
      // On the goal: out of the edge if there is one, else away and back; count only until then.
      const actions = numbers.map((number, i) => optimal(number, cells[6 * i] as number));
      environment.step(actions.map((action) => Math.max(0, action)));
      sums.forEach((sum, i) => {
        if (actions[i] !== -1 && sum === 0) sums[i] = (environment.rewards[i] as number) * (t + 1);
      });
    }
    numbers.forEach((number, i) => {
      const [y, x] = [Math.floor((number % 25) / 5), number % 5];
      expect(sums[i]).toBe(Math.abs(y - 2) + Math.abs(x - 2) === 0 ? sums[i] : Math.abs(y - 2) + Math.abs(x - 2));
    });
    expect(seen.size).toBeGreaterThan(90);
    expect(tasks).toBe(100);
  });

  it("keeps the laws", () => {
    checkEnvironment((count) => vectorise(darkRoomFamily({ steps: 5 }).dynamics, count));
  });
});
