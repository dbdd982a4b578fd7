import type { Json } from "@guerdon/core/signal";
import { expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { checkRows } from "../rtl/check-rows.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { rows } from "./rows.ts";
import { solidFacts } from "./solid-facts.ts";

const CUBE = 'const main = () => require("@jscad/modeling").primitives.cube({ size: 1 });';

checkRows(solidFacts, {
  rows,
  columns: { text: [CUBE, "nothing"], expected: [{ volume: 2, holes: 0 }, { parts: 1 }] },
});

const score = async (text: string, expected: readonly Json[], options: object = {}): Promise<readonly unknown[]> =>
  scoreRows(solidFacts({ language: "manifold", ...options }), { text: expected.map(() => text), expected }, AWAITING);

it("knows parts, cavities and holes (by hand)", async () => {
  // A hollow cube of 4 with a room of 2 and, beside it, a plate of 4 × 4 × 1 with two bores of 1 × 1.
  const script = `const box = (size, at) => Manifold.cube(size, true).translate(at);
    const hollow = box([4, 4, 4], [0, 0, 0]).subtract(box([2, 2, 2], [0, 0, 0]));
    const plate = box([4, 4, 1], [10, 0, 0]).subtract(box([1, 1, 3], [9, 0, 0])).subtract(box([1, 1, 3], [11, 0, 0]));
    const result = hollow.add(plate);`;
  const facts = {
    volume: 64 - 8 + 16 - 2,
    area: 6 * 16 + 6 * 4 + 2 * (16 - 2) + 16 + 2 * 4,
    size: [14, 4, 4],
    centre: [5, 0, 0],
    parts: 2,
    cavities: 1,
    holes: 2,
  };
  expect(await score(script, [facts])).toEqual([[1, "all hold"]]);
  for (const [name, value] of Object.entries(facts)) {
    const wrong = typeof value === "number" ? value + 1 : [value[0] as number, (value[1] as number) + 1, 4];
    expect(await score(script, [{ ...facts, [name]: wrong }])).toEqual([[expect.closeTo(6 / 7, 12), `wrong: ${name}`]]);
  }
});

it("is as strict as the tolerance, which is absolute where 0 is expected", async () => {
  const cube = (x: number): string => `const result = Manifold.cube([${x}, 1, 1]);`;
  const value = async (x: number, expected: Json): Promise<unknown> =>
    ((await score(cube(x), [expected], { tolerance: 0.125 }))[0] as unknown[])[0];
  expect(await value(1.125, { volume: 1 })).toBe(1);
  expect(await value(1.1875, { volume: 1 })).toBe(0);
  expect(await value(0.875, { volume: 1 })).toBe(1);
  expect(await value(0.25, { centre: [0, 0.5, 0.5] })).toBe(1);
  expect(await value(0.375, { centre: [0, 0.5, 0.5] })).toBe(0);
});

it("fails the task whose facts are none", async () => {
  const none = ["task", expect.stringMatching(/^Expected `expected` to name any of volume, area, parts/)];
  const bad: readonly Json[] = [
    {},
    { mass: 1 },
    { size: 1 },
    { size: [1, 1] },
    { volume: "1" },
    { volume: [1] },
    [1],
    5,
  ];
  expect(await score("const result = Manifold.cube(1);", bad)).toEqual(bad.map(() => none));
  expect(await score("nothing", bad.slice(0, 1))).toEqual([none]);
});
