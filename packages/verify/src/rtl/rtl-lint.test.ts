import { expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { checkRows } from "./check-rows.test-support.ts";
import { rows } from "./rows.ts";
import { rtlLint } from "./rtl-lint.ts";

const inside = (body: string): string => `module Top(input a, b, output y);\n${body}\nendmodule\n`;
const RIGHT = inside("assign y = a ^ b;");

checkRows(rtlLint, { rows, columns: { text: [RIGHT, inside("assign y = c")] } });

it.each([
  ["a latch", inside("reg r; assign y = r; always @* if (a) r = b;"), "latch"],
  ["a promise of no latch", inside("reg r; assign y = r; always_comb if (a) r = b;"), "latch"],
  ["two drivers", inside("assign y = a; assign y = b;"), "drivers"],
  ["two constant drivers", inside("assign y = 0; assign y = 1;"), "drivers"],
  [
    "drivers of which one is a process",
    "module Top(output reg y); always @* y = 0; assign y = 1; endmodule",
    "drivers",
  ],
  ["two processes", "module Top(output reg y); always @* y = 0; always @* y = 1; endmodule", "drivers"],
  [
    "two instances",
    `${inside("Zero n(y); One o(y);")}module Zero(output z); assign z = 0; endmodule module One(output z); assign z = 1; endmodule`,
    "drivers",
  ],
  ["a driven input", inside("assign a = 1; assign y = a & b;"), "drivers"],
  ["a loop", inside("wire l; assign l = ~(l & a); assign y = l;"), "loop"],
  ["nothing that drives", inside("wire n; assign y = a & n;"), "undriven"],
  [
    "a port of two bits",
    `${inside("Two t(a, y);")}module Two(input [1:0] p, output q); assign q = ^p; endmodule`,
    "width",
  ],
])("finds %s", async (_, text, kind) => {
  const kinds = ["latch", "drivers", "loop", "undriven", "width"] as const;
  const score = async (refuse: readonly (typeof kinds)[number][]): Promise<unknown> =>
    (await scoreRows(rtlLint({ refuse }), { text: [text] }, AWAITING))[0];
  expect(await score([...kinds])).toEqual([0, expect.stringMatching(new RegExp(`^${kind}: `))]);
  if (kind !== "latch" || !text.includes("always_comb")) {
    expect(await score(kinds.filter((each) => each !== kind))).toEqual([1, expect.any(String)]);
  }
});

it("finds nothing in what is right", async () => {
  const variables = `module Top(input [3:0] a, output reg [3:0] y, output reg p);
  integer i;
  always @* for (i = 0; i < 4; i = i + 1) y[i] = a[3 - i];
  always @* begin p = 0; for (i = 0; i < 4; i = i + 1) p = p ^ a[i]; end
endmodule`;
  const reset = `module Top(input c, r, d, output reg q);
  initial q = 0;
  always @(posedge c, posedge r) if (r) q <= 0; else q <= d;
endmodule`;
  const halves = inside("wire [1:0] h; assign h[0] = a; assign h[1] = b; assign y = ^h;");
  const scored = await scoreRows(rtlLint(), { text: [RIGHT, variables, reset, halves] }, AWAITING);
  expect(scored.map(([value, why]) => `${value} ${why}`)).toEqual(["1 clean", "1 clean", "1 clean", "1 clean"]);
});

it("fails the candidate for a text too long, by one character", async () => {
  const columns = { text: [RIGHT, `${RIGHT} `] };
  expect(await scoreRows(rtlLint({ limitCharacters: RIGHT.length }), columns, AWAITING)).toEqual([
    [1, "clean"],
    ["candidate", `Expected at most ${RIGHT.length} characters, got ${RIGHT.length + 1}.`],
  ]);
});
