import type { DomainRows } from "../catalogue/verifier-rows.ts";

const ADDER = "module Adder(input [3:0] a, b, input cin, output [3:0] s, output cout);\n";
const COUNTER = "module Counter(input clk, rst, output reg [1:0] q);\n";
const right = `${ADDER}assign {cout, s} = a + b + cin;\nendmodule`;
const RIPPLE = `${ADDER}wire [4:0] c;
assign c[0] = cin;
genvar i;
generate for (i = 0; i < 4; i = i + 1) begin : bits
  assign s[i] = a[i] ^ b[i] ^ c[i];
  assign c[i + 1] = (a[i] & b[i]) | (c[i] & (a[i] ^ b[i]));
end endgenerate
assign cout = c[4];
endmodule`;
const counter = `${COUNTER}always @(posedge clk) if (rst) q <= 0; else q <= q + 1;\nendmodule`;
const GRAY = `${COUNTER}reg [1:0] g;
always @(posedge clk) if (rst) g <= 0; else case (g) 0: g <= 1; 1: g <= 3; 3: g <= 2; default: g <= 0; endcase
always @* case (g) 0: q = 0; 1: q = 1; 3: q = 2; default: q = 3; endcase
endmodule`;

const BENCH = `module bench;
  reg [3:0] a, b; reg cin; wire [3:0] s; wire cout;
  integer i, wrong, all;
  Adder dut(.a(a), .b(b), .cin(cin), .s(s), .cout(cout));
  initial begin
    wrong = 0; all = 0;
    for (i = 0; i < 512; i = i + 1) begin
      {a, b, cin} = i; #1;
      all = all + 1;
      if ({cout, s} !== a + b + cin) wrong = wrong + 1;
    end
    $display("Mismatches: %0d in %0d samples", wrong, all);
    $finish;
  end
endmodule`;

const carryLost = `${ADDER}assign s = a + b + cin; assign cout = 0;\nendmodule`;
const carryIgnored = `${ADDER}assign {cout, s} = a + b;\nendmodule`;
const oneBit = RIPPLE.replace("i < 4", "i < 3");

/** What each source must say of right designs and of near misses. */
export const rows: DomainRows = {
  "rtl-lint": {
    gold: [
      { title: "an adder", fields: { text: right }, value: 1 },
      { title: "a counter", fields: { text: `Here:\n\`\`\`verilog\n${counter}\n\`\`\`` }, value: 1 },
    ],
    nearMisses: [
      {
        title: "a branch left out infers a latch",
        fields: { text: `${COUNTER}always @* if (rst) q = 0;\nendmodule` },
        value: 0,
      },
      {
        title: "a wire with two drivers",
        fields: { text: right.replace("endmodule", "assign cout = cin;\nendmodule") },
        value: 0,
      },
      {
        title: "a wire with two constant drivers",
        fields: { text: right.replace("endmodule", "wire z; assign z = 0; assign z = 1;\nendmodule") },
        value: 0,
      },
      { title: "a semicolon left out", fields: { text: right.replace("cin;\nend", "cin\nend") }, value: 0 },
      {
        title: "an undeclared module",
        fields: { text: right.replace("endmodule", "Half h(a);\nendmodule") },
        value: 0,
      },
    ],
  },
  "rtl-testbench": {
    gold: [
      { title: "the sum", fields: { text: right, bench: BENCH }, value: 1 },
      { title: "a ripple of gates", fields: { text: RIPPLE, bench: BENCH }, value: 1 },
    ],
    nearMisses: [
      { title: "no carry out", fields: { text: carryLost, bench: BENCH }, value: 0 },
      { title: "no carry in", fields: { text: carryIgnored, bench: BENCH }, value: 0 },
      { title: "one bit short", fields: { text: oneBit, bench: BENCH }, value: 0 },
    ],
  },
  "rtl-simulation": {
    gold: [
      { title: "a ripple of gates", fields: { text: RIPPLE, reference: right }, value: 1 },
      { title: "a counter in Gray code", fields: { text: GRAY, reference: counter }, value: 1 },
    ],
    nearMisses: [
      // By hand: a + b + cin ≥ 16 for 256 of 512 inputs, by the symmetry of a + b + cin and 31 − (a + b + cin).
      { title: "no carry out: half of all inputs", fields: { text: carryLost, reference: right }, value: 0.5 },
      { title: "no carry in: half of all inputs", fields: { text: carryIgnored, reference: right }, value: 0.5 },
      { title: "another port", fields: { text: right.replaceAll("cout", "carry"), reference: right }, value: 0 },
    ],
  },
  "rtl-equivalence": {
    gold: [
      { title: "a ripple of gates", fields: { text: RIPPLE, reference: right }, value: 1 },
      { title: "a counter in Gray code", fields: { text: GRAY, reference: counter }, value: 1 },
    ],
    nearMisses: [
      { title: "no carry in", fields: { text: carryIgnored, reference: right }, value: 0 },
      { title: "one bit short", fields: { text: oneBit, reference: right }, value: 0 },
      {
        title: "the other edge of the clock",
        fields: { text: counter.replace("posedge", "negedge"), reference: counter },
        value: 0,
      },
      {
        title: "reset at once",
        fields: { text: counter.replace("clk)", "clk, posedge rst)"), reference: counter },
        value: 0,
      },
      {
        title: "wraps one too early",
        fields: { text: counter.replace("q + 1", "q == 2 ? 0 : q + 1"), reference: counter },
        value: 0,
      },
    ],
  },
  "rtl-cost": {
    gold: [
      { title: "itself", fields: { text: right, reference: right }, value: 1 },
      {
        title: "an AND against an AND",
        fields: {
          text: "module X(input a, b, output y); assign y = b & a; endmodule",
          reference: "module X(input a, b, output y); assign y = a & b; endmodule",
        },
        options: { metrics: ["area"] },
        value: 1,
      },
      {
        title: "a wire against a wire",
        fields: {
          text: "module W(input a, output y); assign y = a; endmodule",
          reference: "module W(input a, output y); assign y = a; endmodule",
        },
        value: 1.1,
      },
    ],
    nearMisses: [
      {
        title: "an XOR against an AND: 12 transistors against 6",
        fields: {
          text: "module X(input a, b, output y); assign y = a ^ b; endmodule",
          reference: "module X(input a, b, output y); assign y = a & b; endmodule",
        },
        options: { metrics: ["area"] },
        value: 0.5,
      },
      { title: "not readable", fields: { text: right.replace(";", ""), reference: right }, value: 0 },
      {
        title: "a port more",
        fields: { text: right.replace("input cin", "input cin, input d"), reference: right },
        value: 0,
      },
    ],
  },
};
