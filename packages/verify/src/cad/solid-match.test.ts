import { expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { checkRows } from "../rtl/check-rows.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { rows } from "./rows.ts";
import { solidMatch } from "./solid-match.ts";

const JSCAD = 'const main = () => require("@jscad/modeling").primitives.cube({ size: 1 });';
const CUBE = "const result = Manifold.cube([1, 1, 1]);";
const moved = (x: number): string => `const result = Manifold.cube([1, 1, 1]).translate([${x}, 0, 0]);`;

checkRows(solidMatch, { rows, columns: { text: [JSCAD, "nothing"], reference: [JSCAD, JSCAD] } });

it("takes meshes as references, and open ones are the task's failure", async () => {
  const positions = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
  const closed = { positions, triangles: [0, 2, 1, 0, 1, 3, 1, 2, 3, 0, 3, 2] };
  const open = { positions, triangles: [0, 2, 1, 0, 1, 3, 1, 2, 3] };
  const reference = [closed, open, 5, "nothing", { positions: [1, 2], triangles: [] }];
  const columns = { text: reference.map(() => CUBE), reference };
  const scored = await scoreRows(solidMatch({ language: "manifold" }), columns, AWAITING);
  // A corner of the cube: 1/6 of it.
  expect(scored.map(([value]) => value)).toEqual([expect.closeTo(1 / 6, 6), "task", "task", "task", "task"]);
});

it("measures how far apart surfaces are, by Chamfer distance or closeness", async () => {
  const columns = { text: [CUBE, moved(100), moved(100), "nothing"], reference: [CUBE, CUBE, CUBE, CUBE] };
  const source = solidMatch({ language: "manifold", measure: "chamfer", points: 4000 });
  const [same, apart, again, lost] = await scoreRows(source, columns, AWAITING);
  expect(same?.[0]).toBeLessThan(0.002);
  // From a far cube the nearest points lie on the face that looks at it: between 99² and 101² from each side.
  expect(apart?.[0]).toBeGreaterThan(2 * 99 ** 2);
  expect(apart?.[0]).toBeLessThan(2 * 101 ** 2);
  expect(again).toEqual(apart);
  expect(lost?.[0]).toBe("candidate");
  const closeness = solidMatch({ language: "manifold", measure: "closeness", points: 4000, scale: 10_000 });
  const close = await scoreRows(closeness, columns, AWAITING);
  expect(close.map(([value]) => value)).toEqual([
    expect.closeTo(Math.exp(-(same?.[0] as number) / 10_000), 12),
    expect.closeTo(Math.exp(-(apart?.[0] as number) / 10_000), 12),
    close[1]?.[0],
    0,
  ]);
});

it("moves and scales the reference when it is told to", async () => {
  const big = "const result = Manifold.cube([2, 4, 2]).translate([5, 0, 0]);";
  const value = async (align: "none" | "centre" | "centre+scale", reference: string): Promise<unknown> =>
    (
      await scoreRows(solidMatch({ language: "manifold", align }), { text: [CUBE], reference: [reference] }, AWAITING)
    )[0];
  expect(await value("none", big)).toEqual([0, "IoU 0"]);
  // 1 of 16, and of 1/2 × 1 × 1/2 in the cube.
  expect(((await value("centre", big)) as unknown[])[0]).toBeCloseTo(1 / 16, 9);
  expect(((await value("centre+scale", big)) as unknown[])[0]).toBeCloseTo(1 / 4, 9);
});
