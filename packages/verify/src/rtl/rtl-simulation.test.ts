import { expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { checkRows } from "./check-rows.test-support.ts";
import { rows } from "./rows.ts";
import { rtlSimulation } from "./rtl-simulation.ts";

const top = (y: string): string => `module X(input a, b, output y); assign y = ${y}; endmodule`;
const XOR = top("a ^ b");

checkRows(rtlSimulation, { rows, columns: { text: [top("a & b"), "module X("], reference: [XOR, XOR] } });

const score = async (options: object, text: string, reference: string): Promise<unknown> =>
  (await scoreRows(rtlSimulation(options), { text: [text], reference: [reference] }, AWAITING))[0];

it("pays the share of inputs, or for all of them (by hand)", async () => {
  // a | b differs from a ^ b for a = b = 1 alone, a & b in three of four cases.
  expect(await score({}, top("a | b"), XOR)).toEqual([
    0.75,
    "3 of 4 agree (all inputs); a=1 b=1, expected y=0, got y=1",
  ]);
  expect(await score({}, top("a & b"), XOR)).toEqual([0.25, expect.stringMatching(/^1 of 4 agree/)]);
  expect(await score({ pay: "all" }, top("a | b"), XOR)).toEqual([0, expect.any(String)]);
  expect(await score({ pay: "all" }, top("b ^ a"), XOR)).toEqual([1, "4 of 4 agree (all inputs)"]);
});

it("draws samples of designs with state by the seed", async () => {
  const register = (next: string): string =>
    `module R(input c, d, r, output reg q); always @(posedge c) q <= ${next}; endmodule`;
  const right = register("r ? 1'b0 : d");
  const share = async (seed: number): Promise<unknown> => score({ samples: 4096, seed }, register("d & ~r & q"), right);
  expect(await share(1)).toEqual(await share(1));
  expect(await share(1)).not.toEqual(await share(2));
  expect(await score({ samples: 4096 }, register("d & ~r"), right)).toEqual([
    1,
    expect.stringMatching(/^4\d{3} of 4\d{3} agree \(4\d{3} samples\)$/),
  ]);
});

it("fails the task whose reference leaves all outputs unknown", async () => {
  expect(await score({}, XOR, top("1'bx"))).toEqual([
    "task",
    "Expected outputs, got a reference that leaves all unknown.",
  ]);
});
