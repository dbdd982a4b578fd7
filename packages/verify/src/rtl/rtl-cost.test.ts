import { expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { checkRows } from "./check-rows.test-support.ts";
import { rows } from "./rows.ts";
import { rtlCost } from "./rtl-cost.ts";

const top = (y: string): string => `module X(input a, b, c, output y); assign y = ${y}; endmodule`;
const [AND, XOR, AND3] = [top("a & b"), top("a ^ b"), top("a & b & c")];

checkRows(rtlCost, { rows, columns: { text: [AND, "module X("], reference: [AND, AND] } });

const score = async (options: object, text: string, reference: string): Promise<unknown> =>
  (await scoreRows(rtlCost(options), { text: [text], reference: [reference] }, AWAITING))[0];

it("is the ratio of transistors and gates (by hand)", async () => {
  expect(await score({ metrics: ["area"] }, XOR, AND)).toEqual([0.5, "area 12 against 6"]);
  expect(await score({ metrics: ["area"] }, AND, XOR)).toEqual([2, "area 6 against 12"]);
  expect(await score({ metrics: ["cells", "delay"] }, AND, AND3)).toEqual([2, "cells 1 against 2, delay 1 against 2"]);
});

it("is a geometric mean or a product, at most the largest value", async () => {
  const metrics = ["cells", "delay", "area"];
  // Twice the cells and the delay, and area 10 (a NAND of 4, an ANDNOT of 6) against 6: 2 · 2 · 10/6.
  expect(await score({ metrics }, AND, AND3)).toEqual([expect.closeTo((20 / 3) ** (1 / 3), 12), expect.any(String)]);
  expect(await score({ metrics, mean: "product", most: 9 }, AND, AND3)).toEqual([
    expect.closeTo(20 / 3, 12),
    "cells 1 against 2, delay 1 against 2, area 6 against 10",
  ]);
  expect(await score({ metrics, mean: "product" }, AND, AND3)).toEqual([4, expect.any(String)]);
  expect(await score({ metrics }, AND3, AND)).toEqual([expect.closeTo((3 / 20) ** (1 / 3), 12), expect.any(String)]);
});

it("pays a fixed value where the reference costs nothing, and the most where the design does", async () => {
  const [wire, own] = [top("a"), { metrics: ["area"], zeroReference: 0.7, most: 3 }];
  expect((await score(own, AND, wire)) as unknown[]).toEqual([0.7, "area 6 against 0"]);
  expect((await score(own, wire, AND)) as unknown[]).toEqual([3, "area 0 against 6"]);
});

it("fails the task for references that are none", async () => {
  expect(await score({}, AND, "")).toEqual(["task", "Expected `reference` to be a Verilog design, got none."]);
  expect(await score({}, AND, top("$random"))).toEqual([
    "task",
    "Expected a reference without faults, got: refused: `$random` has no place in a design.",
  ]);
});
