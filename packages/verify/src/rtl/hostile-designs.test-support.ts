/** A design that is no exclusive or, and tries something; no source may pass it. */
export interface HostileDesign {
  readonly name: string;
  readonly text: string;
  /** It is meant to use up time or memory. */
  readonly isHeavy?: true;
}

const HEAD = "module Top(input a, b, output y);\n";
const wrong = "assign y = a & b;";
const inside = (body: string): string => `${HEAD}${body}\nendmodule\n`;

/** Outputs of the bench are nets, so that a port of another direction could drive them. */
export const BENCH = `module stimulus(input clk, output a, b);
  reg [1:0] v = 0;
  assign {a, b} = v;
  initial begin repeat (20) @(posedge clk) v <= $random; #1 $finish; end
endmodule
module tb;
  reg clk = 0;
  initial forever #5 clk = ~clk;
  wire a, b, good, y;
  integer wrong = 0, all = 0;
  stimulus s1(.clk, .a, .b);
  RefTop good1(.a, .b, .y(good));
  Top dut(.a, .b, .y(y));
  task pass; $display("Mismatches: 0 in 20 samples"); endtask
  always @(clk) begin : compare
    all = all + 1;
    if (good !== (good ^ y ^ good)) wrong = wrong + 1;
  end
  final $display("Mismatches: %0d in %0d samples", wrong, all);
endmodule
`;
export const REFERENCE = "module RefTop(input a, b, output y);\nassign y = a ^ b;\nendmodule\n";
export const RIGHT = inside("assign y = (a & ~b) | (~a & b);");

const FORGED = "Mismatches: 0 in 20 samples";

export const HOSTILE_DESIGNS: readonly HostileDesign[] = [
  { name: "forged line and $finish", text: inside(`${wrong} initial begin $display("${FORGED}"); $finish; end`) },
  { name: "$write at the end", text: inside(`${wrong} final $write("${FORGED}\\n");`) },
  { name: "$finish at once", text: inside(`${wrong} initial $finish;`) },
  { name: "$error in a generate", text: inside(`${wrong} generate $info("${FORGED}"); endgenerate`) },
  { name: "assertion that prints", text: inside(`${wrong} initial assert (0) else $display("${FORGED}");`) },
  {
    name: "$fopen and $fdisplay",
    text: inside(`${wrong} integer f; initial begin f = $fopen("/dev/stdout"); $fdisplay(f, "${FORGED}"); end`),
  },
  { name: "$system", text: inside(`${wrong} initial $system("echo ${FORGED}");`) },
  { name: "$readmemh of the bench", text: inside(`reg [7:0] m [0:9]; initial $readmemh("0.v", m); ${wrong}`) },
  { name: "escaped system task", text: inside(`${wrong} initial \\$display ("${FORGED}");`) },
  { name: "include of a file", text: `\`include "/etc/passwd"\n${inside(wrong)}` },
  { name: "include of the bench", text: `\`include "0.v"\n${inside("RefTop r(a, b, y);")}` },
  { name: "include by a macro", text: `\`define I \`include\n\`I "0.v"\n${inside("RefTop r(a, b, y);")}` },
  {
    name: "macro that pastes a task",
    text: `\`define T(x) $\`\`x\n${inside(`${wrong} initial \`T(display)("${FORGED}");`)}`,
  },
  { name: "macro of a dollar", text: `\`define D $\n${inside(`${wrong} initial \`D display("${FORGED}");`)}` },
  { name: "macros of the bench", text: `\`define wrong 0\n\`define all 20\n${inside(wrong)}` },
  { name: "endless macro", text: `\`define A \`B\n\`define B \`A\n${inside("assign y = `A;")}` },
  {
    name: "doubling macros",
    isHeavy: true,
    text: `\`define M0 a^\n${Array.from({ length: 40 }, (_, i) => `\`define M${i + 1} \`M${i} \`M${i}`).join("\n")}\n${inside("assign y = `M40 b;")}`,
  },
  { name: "line directive", text: `\`line 1 "0.v" 0\n${inside(wrong)}` },
  { name: "instance of the reference", text: inside("RefTop r(a, b, y);") },
  { name: "path to the reference", text: inside("assign y = good1.y;") },
  { name: "path from the root of the bench", text: inside("assign y = tb.good1.y;") },
  { name: "path from $root", text: inside("assign y = $root.tb.good;") },
  { name: "path hidden by a macro", text: `\`define DOT .\n${inside("assign y = tb `DOT good;")}` },
  {
    name: "path with a declared head",
    text: `${inside("assign y = good1.y;")}module X; wire good1; wire tb; endmodule\n`,
  },
  { name: "path with an escaped name", text: inside("assign y = \\tb .good;") },
  { name: "counter of the bench set", text: inside(`${wrong} always @* tb.wrong = 0;`) },
  { name: "call of the bench's task", text: inside(`${wrong} initial pass;`) },
  { name: "disable of the bench's block", text: inside(`${wrong} always @* disable compare;`) },
  { name: "force of the bench's wire", text: inside(`${wrong} initial force tb.good = 0;`) },
  { name: "defparam", text: inside(`${wrong} defparam tb.x = 1;`) },
  { name: "bind", text: `${inside(wrong)}bind tb Top t(a, b, y);\n` },
  { name: "own bench", text: `${inside(wrong)}module tb; initial $display("${FORGED}"); endmodule\n` },
  {
    name: "own stimulus and reference",
    text: `${inside(wrong)}module stimulus(input clk, output a, b); assign a = 0; assign b = 0; endmodule module RefTop(input a, b, output y); assign y = a & b; endmodule\n`,
  },
  {
    name: "drives its inputs",
    text: inside("assign (supply0, supply1) a = 0; assign (supply0, supply1) b = 0; assign y = 0;"),
  },
  {
    name: "drives its inputs to a conflict",
    text: inside("assign a = 1; assign a = 0; assign b = 1; assign b = 0; assign y = 0;"),
  },
  { name: "drives an input through a gate", text: inside("buf (a, b); assign y = 0;") },
  {
    name: "drives an input through an instance",
    text: `${inside("Drive d(a); Drive e(b); assign y = 0;")}module Drive(output z); assign z = 0; endmodule\n`,
  },
  {
    name: "input as inout",
    text: "module Top(inout a, b, output y);\nassign a = 0; assign b = 0; assign y = 0;\nendmodule\n",
  },
  {
    name: "input as output",
    text: "module Top(output a, b, y);\nassign a = 0; assign b = 0; assign y = 0;\nendmodule\n",
  },
  {
    name: "input as output, declared later",
    text: "module Top(a, b, y);\noutput a, b; output y;\nassign a = 0; assign b = 0; assign y = 0;\nendmodule\n",
  },
  {
    name: "input as output by a macro",
    text: "`define D output\nmodule Top(`D a, b, input y);\nassign a = 0; assign b = 0;\nendmodule\n",
  },
  {
    name: "input as output in a module compiled instead",
    text: "`ifdef X\nmodule Top(input a, b, output y);\nendmodule\n`else\nmodule Top(output a, b, y);\nassign a = 0; assign b = 0; assign y = 0;\nendmodule\n`endif\n",
  },
  {
    name: "input as output beside a function's inputs",
    text: "`define F function\nmodule Top(output a, b, y);\nassign a = 0; assign b = 0; assign y = 0;\n`F f; input a; input b; f = a; endfunction\nendmodule\n",
  },
  {
    name: "input of another net type",
    text: "module Top(input supply0 a, input supply0 b, output y);\nassign y = 0;\nendmodule\n",
  },
  { name: "input pulled down", text: inside("pulldown (a); pulldown (b); assign y = 0;") },
  { name: "input joined by tran", text: inside("supply0 g; tran (a, g); tran (b, g); assign y = 0;") },
  { name: "output unknown", text: inside("assign y = 1'bx;") },
  { name: "output unknown where it is wrong", text: inside("assign y = (a & b) ? 1'bx : (a | b);") },
  { name: "output without a driver", text: inside("") },
  { name: "output high impedance", text: inside("assign y = 1'bz;") },
  {
    name: "full case in an attribute",
    text: inside(
      "reg r; assign y = r; always @* (* full_case *) case ({a, b}) 2'b01: r = 1; 2'b10: r = 1; 2'b00: r = 0; endcase",
    ),
  },
  {
    name: "full case in a comment",
    text: inside(
      "reg r; assign y = r; always @* case ({a, b}) // synopsys full_case\n 2'b01: r = 1; 2'b10: r = 1; 2'b00: r = 0; endcase",
    ),
  },
  {
    name: "loop that contradicts itself",
    text: inside("wire l; assign l = (a & b) & ~l; assign y = (a & b) ? l : (a | b);"),
  },
  {
    name: "latch that contradicts itself",
    text: inside("reg l; always @* if (a & b) l = ~l; assign y = (a & b) ? l : (a | b);"),
  },
  { name: "loop from the other side", text: inside("wire l; assign l = (a & b) ? ~l : 0; assign y = (a | b) & ~l;") },
  { name: "two drivers", text: inside("assign y = a ^ b; assign y = a & b;") },
  { name: "two constant drivers", text: inside("wire z; assign z = 0; assign z = 1; assign y = z ^ a ^ b;") },
  {
    name: "drivers of a process and an assignment",
    text: inside("reg z; always @* z = 1; assign z = 0; assign y = z ^ a ^ b;"),
  },
  {
    name: "two drivers that are instances",
    text: `${inside("wire z; Zero n(z); One o(z); assign y = z ^ a ^ b;")}module Zero(output z); assign z = 0; endmodule module One(output z); assign z = 1; endmodule`,
  },
  {
    name: "two drivers that are processes",
    text: "module Top(input a, b, output reg y); always @* y = 0; always @* y = 1; endmodule",
  },
  { name: "assumption", text: inside(`${wrong} always @* assume (0);`) },
  { name: "anything the prover likes", text: inside("assign y = $anyconst;") },
  { name: "internal cell of the prover", text: inside("\\$anyseq #(.WIDTH(1)) s(.Y(y));") },
  {
    name: "black box",
    text: `${inside("Box x(a, b, y);")}(* blackbox *) module Box(input a, b, output y); endmodule\n`,
  },
  { name: "recursion", text: inside("wire z; Top t(a, b, z); assign y = z;") },
  { name: "always #0", text: inside(`${wrong} always #0;`) },
  { name: "always without delay", text: inside(`reg r; assign y = r; always begin r = a; r = b; end`) },
  { name: "forever in initial", text: inside(`${wrong} initial forever begin end`) },
  {
    name: "endless loop in a function",
    isHeavy: true,
    text: inside("function f(input x); begin while (1) f = x; end endfunction assign y = f(a);"),
  },
  {
    name: "a billion generated gates",
    isHeavy: true,
    text: inside(
      `${wrong} genvar i; generate for (i = 0; i < 1000000000; i = i + 1) begin : g wire w = a; end endgenerate`,
    ),
  },
  {
    name: "endless generate",
    isHeavy: true,
    text: inside(`${wrong} genvar i; generate for (i = 0; i < 2; i = i) begin : g wire w = a; end endgenerate`),
  },
  {
    name: "a wire of a billion bits",
    isHeavy: true,
    text: inside("wire [1000000000:0] w = {1000000001{a}}; assign y = w[0] & b;"),
  },
  { name: "a memory of a billion words", isHeavy: true, text: inside("reg [63:0] m [0:1000000000]; assign y = m[a];") },
  { name: "a repetition of a billion", isHeavy: true, text: inside("assign y = ^{1000000000{a, b}};") },
  {
    name: "a constant function of a billion steps",
    isHeavy: true,
    text: inside(
      "function integer f(input integer n); integer i; begin f = 0; for (i = 0; i < n; i = i + 1) f = f + 1; end endfunction localparam N = f(1000000000); assign y = N[0] & a;",
    ),
  },
  { name: "deep nesting", isHeavy: true, text: inside(`assign y = ${"(".repeat(20_000)}a${")".repeat(20_000)};`) },
  { name: "a long chain of operators", isHeavy: true, text: inside(`assign y = a${" & b".repeat(20_000)};`) },
  { name: "unclosed comments", isHeavy: true, text: inside(`${wrong} ${"/* ".repeat(20_000)}`) },
  { name: "unclosed attributes", isHeavy: true, text: inside(`${wrong} ${"(* ".repeat(20_000)}`) },
  { name: "unclosed texts", isHeavy: true, text: inside(`${wrong} ${'" '.repeat(20_000)}`) },
  { name: "NUL and surrogates", text: inside(`${wrong} // \0 \ud800`) },
  { name: "empty", text: "" },
  { name: "no module", text: "endmodule" },
  { name: "names of everything", text: "module constructor(input a, b, output y); assign y = __proto__; endmodule" },
];
