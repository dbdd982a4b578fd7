import { expect, it } from "vitest";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { checkRows } from "./check-rows.test-support.ts";
import { BENCH, REFERENCE, RIGHT } from "./hostile-designs.test-support.ts";
import { rows } from "./rows.ts";
import { rtlTestbench } from "./rtl-testbench.ts";
import { iverilogAbsent } from "./simulate-contained.ts";

const absent = iverilogAbsent();
const [gold] = rows["rtl-testbench"]?.gold ?? [];
const bench = gold?.fields.bench as string;

checkRows(rtlTestbench, {
  rows,
  absent,
  columns: { text: [gold?.fields.text as string, "module"], bench: [bench, bench] },
});

const score = async (columns: { readonly [field: string]: string }, options: object = {}): Promise<unknown> =>
  (
    await scoreRows(
      rtlTestbench(options),
      Object.fromEntries(Object.entries(columns).map(([field, value]) => [field, [value]])),
    )
  )[0];
const skipped = it.skipIf(absent !== undefined);
const why = absent === undefined ? "" : ` (skipped: ${absent})`;

skipped(`pays the share of samples that match (by hand)${why}`, async () => {
  const [text] = rows["rtl-testbench"]?.nearMisses.map(({ fields }) => fields.text as string) ?? [];
  // Without carry out, 256 of 512 sums are wrong.
  expect(await score({ text: text as string, bench }, { pay: "share" })).toEqual([
    0.5,
    "failed: Mismatches: 256 in 512 samples",
  ]);
  expect(await score({ text: text as string, bench })).toEqual([0, "failed: Mismatches: 256 in 512 samples"]);
});

skipped(`reads the line that the bench ends with${why}`, async () => {
  const own = `module tb; wire y; Top t(1'b1, 1'b0, y); initial begin #1 if (y === 1) $display("all right"); end endmodule`;
  const verdict = "^all right$";
  expect(await score({ text: RIGHT, bench: own }, { verdict })).toEqual([1, "passed: all right"]);
  expect(await score({ text: RIGHT.replace("|", "&"), bench: own }, { verdict })).toEqual([
    0,
    "failed: The bench printed no verdict.",
  ]);
});

it("says what is wrong with a bench", async () => {
  const problem = absent === undefined ? "task" : "engine";
  expect(await score({ text: RIGHT, bench: "module tb; endmodule" })).toEqual([problem, expect.any(String)]);
  expect((await scoreRows(rtlTestbench(), { text: [RIGHT], bench: [5] }))[0]).toEqual([
    "task",
    "Expected `bench` to be a test bench, got none.",
  ]);
});

skipped(`needs a reference for ports that go both ways${why}`, async () => {
  const pad = `module Pad(inout p, input o, e, output i); assign p = e ? o : 1'bz; assign i = p; endmodule`;
  const own = `module tb; reg o = 1, e = 1; wire p, i; Pad d(.p(p), .o(o), .e(e), .i(i));
    initial begin #1 $display("Mismatches: %0d in 1 samples", i !== 1); end endmodule`;
  const reference = pad.replace("Pad", "RefPad");
  expect(await score({ text: pad, bench: own, reference })).toEqual([1, "passed: Mismatches: 0 in 1 samples"]);
  expect(await score({ text: pad, bench: own })).toEqual([
    0,
    "tampered: Expected inputs and outputs, got the inout `p`, which no reference has.",
  ]);
});

skipped(`tells which of several drivers is the design's${why}`, async () => {
  const whole = `${REFERENCE}${BENCH}`;
  const text = "module Top(output a, b, y);\nassign a = 0; assign b = 0; assign y = 0;\nendmodule\n";
  expect(await score({ text: RIGHT, bench: whole })).toEqual([1, expect.stringMatching(/^passed: /)]);
  expect(await score({ text, bench: whole })).toEqual([
    0,
    "tampered: Expected one driver of each wire, got several of `a`.",
  ]);
  expect(await score({ text, bench: BENCH, reference: REFERENCE })).toEqual([
    0,
    "tampered: Expected the input `a`, got an output.",
  ]);
  // Named otherwise and connected by place, so that the reference does not tell them.
  const placed = BENCH.replace("Top dut(.a, .b, .y(y));", "Top dut(a, b, y);");
  expect(await score({ text: text.replace(/\b[ab]\b/g, "$&2"), bench: placed, reference: REFERENCE })).toEqual([
    0,
    expect.stringMatching(/^tampered: Expected one driver/),
  ]);
  // A bit of a wire that the bench drives as a whole.
  const bus = `module tb; reg [1:0] v = 3; wire [1:0] w; assign w = v; wire y; Top dut(.a(w[0]), .b(w[1]), .y(y));
    initial #1 $display("Mismatches: 0 in 1 samples"); endmodule`;
  expect(await score({ text, bench: bus })).toEqual([
    0,
    "tampered: Expected one driver of each wire, got several of `w`.",
  ]);
});
