import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { isInBox, proximity } from "./draw-screen.ts";
import { type GuiScreensOptions, guiScreens } from "./gui-screens.ts";
import { vectorise } from "./vectorise.ts";

const WIDTH = 14;
const ROWS = 6 * WIDTH;

/** What an observation asks for: type, centre of the element with the label, direction, text. */
function readTask(seen: Float32Array) {
  const at = (from: number, size: number): number => [...seen.subarray(from, from + size)].indexOf(1);
  const label = at(ROWS + 8, 6);
  const element = [0, 1, 2, 3, 4, 5].find((k) => seen[k * WIDTH + 8 + label] === 1) ?? 0;
  const [x, y] = [seen[element * WIDTH] as number, seen[element * WIDTH + 1] as number];
  return { type: at(ROWS, 8), x, y, direction: Math.max(0, at(ROWS + 14, 4)), text: Math.max(0, at(ROWS + 18, 4)) };
}

const solve = (seen: Float32Array, cells = 20): number[] => {
  const { type, x, y, direction, text } = readTask(seen);
  return [
    type,
    Math.min(cells - 1, Math.floor(y * cells)),
    Math.min(cells - 1, Math.floor(x * cells)),
    direction,
    text,
  ];
};

/** Plays 400 episodes of one step by a rule; gives the mean of each signal and of the reward. */
function means(options: GuiScreensOptions, rule: (seen: Float32Array) => readonly number[]) {
  const environment = vectorise(guiScreens(options), 400);
  environment.reset(6);
  const width = environment.observations.length / 400;
  environment.step(
    Array.from({ length: 400 }, (_, i) => rule(environment.observations.subarray(i * width, (i + 1) * width))).flat(),
  );
  const mean = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0) / column.length;
  const signals = Object.entries(environment.signals).map(([name, column]) => [name, mean(column)]);
  return { reward: mean(environment.rewards), ...Object.fromEntries(signals) } as { [name: string]: number };
}

describe("guiScreens", () => {
  it("pays 2 to who does what the instruction says", () => {
    expect(means({}, (seen) => solve(seen))).toMatchObject({ reward: 2, exact: 1, type: 1, success: 1, tier: 3 });
  });

  it("pays −1 malformed, 0 for a wrong type, 1 for a right one with wrong arguments", () => {
    expect(means({}, (seen) => solve(seen).with(0, 8)).reward).toBe(-1);
    expect(means({}, (seen) => solve(seen).with(0, ((solve(seen)[0] as number) + 1) % 8)).reward).toBe(0);
    const far = means({}, (seen) => {
      const [type, row, column, direction, text] = solve(seen) as [number, number, number, number, number];
      return [type, (row + 10) % 20, (column + 10) % 20, direction, text];
    });
    // A half of the types has no arguments and is right anyhow.
    expect(Math.abs((far.reward as number) - 1.5)).toBeLessThan(0.1);
    expect(far.type).toBe(1);
    const turned = means({}, (seen) => solve(seen).map((value, k) => (k > 2 ? (value + 1) % 4 : value)));
    // Scroll and text, two types of eight, are wrong by direction and text.
    expect(Math.abs((turned.reward as number) - 1.75)).toBeLessThan(0.08);
  });

  it("counts a point 0.1 beside the centre as right by distance, which gold does not where it is outside", () => {
    const beside = (seen: Float32Array): number[] => {
      const { x, y } = readTask(seen);
      return [x, y > 0.5 ? y - 0.1 : y + 0.1];
    };
    expect(means({ mode: "click", point: "centre" }, beside)).toMatchObject({ exact: 1, gold: 0 });
    expect(means({ mode: "click" }, beside)).toMatchObject({ exact: 0, distance: expect.closeTo(0.1, 6) });
    expect(means({ mode: "click" }, (seen) => [readTask(seen).x, readTask(seen).y])).toMatchObject({
      exact: 1,
      gold: 1,
    });
  });

  it("fades with the distance in units of the box, and tells inside from outside (by hand)", () => {
    const box = Float64Array.of(0.5, 0.4, 0.2, 0.1);
    expect(proximity(box, 0, 0.5, 0.4)).toBe(1);
    expect(proximity(box, 0, 0.7, 0.4)).toBeCloseTo(Math.exp(-0.5), 12);
    expect(proximity(box, 0, 0.7, 0.6)).toBeCloseTo(Math.exp(-0.5 * (1 + 4)), 12);
    expect([0.59, 0.61].map((x) => isInBox(box, 0, x, 0.4, 1))).toEqual([true, false]);
    expect(isInBox(box, 0, 0.61, 0.4, 1.2)).toBe(true);
  });

  it("leads through a task screen by screen: L times 2, and nothing new after a mistake", () => {
    const environment = vectorise(guiScreens({ length: [3, 3] }), 1);
    const shown: string[] = [];
    const rewards: unknown[] = [];
    for (const isWrong of [false, true, false, false]) {
      shown.push(String(environment.observations));
      const action = solve(environment.observations);
      environment.step(isWrong ? action.with(0, 8) : action);
      rewards.push([environment.rewards[0], environment.terminated[0], environment.signals.success?.[0]]);
    }
    expect(rewards).toEqual([
      [2, 0, 0],
      [-1, 0, 0],
      [2, 0, 0],
      [2, 1, 1],
    ]);
    expect(shown[1]).toBe(shown[2]);
    expect(new Set(shown).size).toBe(3);
    // Cut after twice its length.
    const ends = Array.from({ length: 6 }, () => {
      environment.step([8, 0, 0, 0, 0]);
      return environment.terminated[0];
    });
    expect(ends).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it.each<[string, GuiScreensOptions]>([
    ["actions", {}],
    ["click", { mode: "click", noise: 0.15 }],
    ["tasks", { length: [1, 12] }],
  ])("keeps the laws: %s", (_, options) => {
    checkEnvironment((count) => vectorise(guiScreens(options), count));
  });
});
