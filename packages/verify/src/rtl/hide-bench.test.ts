import { expect, it } from "vitest";
import { hideBench } from "./hide-bench.ts";

const BENCH = `module stim(output reg a); initial begin : go a = 0; end endmodule
module tb;
  wire a, y; reg good;
  stim s1(.a(a));
  Top #(.W(4)) dut(.a(a), .s1(y));
  task pass; $display("ok"); endtask
  function automatic f(input x); f = s1.a; endfunction
  initial begin : main pass; good = dut.y; end
endmodule`;

it("renames modules, instances, blocks, tasks and functions by one hash, and keeps what the design names", () => {
  const hidden = hideBench(BENCH, "design");
  if ("wrong" in hidden) throw new Error(hidden.wrong);
  const suffix = hidden.root.slice(2);
  expect(suffix).toMatch(/^_[0-9a-f]{24}$/);
  expect([hidden.root, hidden.top]).toEqual([`tb${suffix}`, "Top"]);
  expect(hidden.text.replaceAll(suffix, "#")).toBe(`module stim#(output reg a); initial begin : go# a = 0; end endmodule
module tb#;
  wire a, y; reg good;
  stim# s1#(.a(a));
  Top #(.W(4)) dut#(.a(a), .s1(y));
  task pass#; $display("ok"); endtask
  function automatic f#(input x); f# = s1#.a; endfunction
  initial begin : main# pass#; good = dut#.y; end
endmodule`);
});

it("takes another hash for another design or bench", () => {
  const root = (bench: string, design: string): string => (hideBench(bench, design) as { root: string }).root;
  expect(root(BENCH, "one")).toBe(root(BENCH, "one"));
  expect(root(BENCH, "one")).not.toBe(root(BENCH, "two"));
  expect(root(BENCH, "one")).not.toBe(root(`${BENCH}\n`, "one"));
});

it.each([
  ["module tb; endmodule", "Expected a bench that instantiates one module it does not declare, got none."],
  [
    "module tb; One a(.x(x)); Two b(.x(x)); endmodule",
    "Expected a bench that instantiates one module it does not declare, got One, Two.",
  ],
  ["", "Expected a bench that instantiates one module it does not declare, got none."],
  [
    "module a; b x(); Top t(.p(p)); endmodule module b; a y(); endmodule",
    "Expected a bench with a module that no other instantiates, got none.",
  ],
])("says what is wrong with %s", (bench, wrong) => {
  expect(hideBench(bench, "design")).toEqual({ wrong });
});

it("finds an instance by place, and none in an operator or a call", () => {
  const bench =
    "module tb; wire y; Top dut(1'b0, y); initial begin if (y) $display(y); case (y) 0: f(y); endcase end endmodule";
  expect(hideBench(bench, "")).toMatchObject({ top: "Top" });
});
