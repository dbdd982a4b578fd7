import { expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { checkRows } from "./check-rows.test-support.ts";
import { rows } from "./rows.ts";
import { rtlEquivalence } from "./rtl-equivalence.ts";

const top = (y: string): string => `module X(input a, b, output y); assign y = ${y}; endmodule`;
const XOR = top("a ^ b");

checkRows(rtlEquivalence, {
  rows,
  columns: { text: [top("(a | b) & ~(a & b)"), top("a & b")], reference: [XOR, XOR] },
});

const score = async (options: object, text: string, reference: string): Promise<unknown> =>
  (await scoreRows(rtlEquivalence(options), { text: [text], reference: [reference] }, AWAITING))[0];

it("shows the first difference, which is one", async () => {
  const [value, why] = (await score({}, top("a | b"), XOR)) as [number, string];
  // The one input in which they differ is a = b = 1.
  expect([value, why]).toEqual([0, "a=1 b=1, expected y=0, got y=1"]);
});

it("proves for all inputs, all states, or by induction", async () => {
  const register = (next: string): string =>
    `module R(input c, r, output q); reg s; assign q = s; always @(posedge c) s <= ${next}; endmodule`;
  const inverted = "module R(input c, r, output q); reg t; assign q = ~t; always @(posedge c) t <= ~t | r; endmodule";
  expect(await score({}, top("b ^ a"), XOR)).toEqual([1, "proven for all inputs"]);
  expect(await score({}, register("~(s | r)"), register("r ? 1'b0 : ~s"))).toEqual([
    1,
    "proven for all inputs and states",
  ]);
  const [value, why] = (await score({}, inverted, register("~(s | r)"))) as [number, string];
  expect([value, why]).toEqual([1, expect.stringMatching(/^proven by induction over \d+ steps$/)]);
});

it("lets what the reference leaves unknown be anything, and not the design", async () => {
  expect(await score({}, XOR, top("(a & b) ? 1'bx : a | b"))).toEqual([1, expect.any(String)]);
  expect(await score({}, top("(a & b) ? 1'bx : a | b"), XOR)).toEqual([0, expect.any(String)]);
});

it("has no value, or the named one, for what is neither proven nor refuted", async () => {
  // Equal after 12 steps at the earliest; two steps show neither that nor a difference.
  const counter = (most: string): string =>
    `module C(input c, output q); reg [3:0] n = 0; assign q = n == ${most}; always @(posedge c) n <= n + 1; endmodule`;
  const one = counter("4'd12");
  const never = "module C(input c, output q); assign q = 0; endmodule";
  expect(await score({ steps: 2 }, one, never)).toEqual(["abstained", "no difference in 2 steps, and no induction"]);
  expect(await score({ steps: 2, unknown: 0.25 }, one, never)).toEqual([0.25, expect.any(String)]);
  expect(await score({ steps: 20 }, one, never)).toEqual([0, expect.stringMatching(/^step 1[234]: /)]);
});
