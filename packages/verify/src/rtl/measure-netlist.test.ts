import { describe, expect, it } from "vitest";
import { measure } from "./measure-netlist.ts";
import { readNetlist } from "./netlist.ts";
import { runYosys } from "./run-yosys.ts";

interface Measured {
  readonly cost: ReturnType<typeof measure>;
  /** Mean over seeds. */
  readonly power: number;
  readonly longest: number;
}

/** What a design costs here, and how long Yosys says its longest path is. */
async function measured(text: string, synthesis = "synth -flatten -top m; opt_clean -purge"): Promise<Measured> {
  const script = `read_verilog -sv d.v; hierarchy -top m; ${synthesis}; tee -q -o ltp.txt ltp -noff; write_json d.json`;
  const result = (await runYosys({
    script,
    files: { "d.v": text },
    outputs: ["d.json", "ltp.txt"],
  } as never)) as unknown as {
    readonly files: { readonly [name: string]: string };
  };
  const longest = Number(/length=(\d+)/.exec(result.files["ltp.txt"] ?? "")?.[1]);
  const netlist = readNetlist(result.files["d.json"] as string);
  const powers = Array.from({ length: 32 }, (_, seed) => measure(netlist, seed).power);
  return { cost: measure(netlist, 1), power: powers.reduce((sum, own) => sum + own, 0) / 32, longest };
}

const GATES = "proc; simplemap; opt_clean";

describe("measure", () => {
  it.each([
    ["a ripple adder", "module m(input [7:0] a, b, output [8:0] s); assign s = a + b; endmodule"],
    ["a parity", "module m(input [15:0] a, output p); assign p = ^a; endmodule"],
    [
      "a counter with an enable",
      "module m(input c, r, e, output reg [4:0] q); always @(posedge c) if (r) q <= 0; else if (e) q <= q + 3; endmodule",
    ],
    ["a wire", "module m(input a, output y); assign y = a; endmodule"],
  ])("finds the longest path of %s as Yosys does", async (_, text) => {
    const { cost, longest } = await measured(text);
    expect(cost.delay).toBe(longest);
  });

  it("counts transistors, gates and cells as they are written (by hand)", async () => {
    // An AND of 6 into an XOR of 12, and a register of 16 with a reset of 4 that is no gate of a path.
    const text = `module m(input a, b, c, k, r, output reg q);
      always @(posedge k or posedge r) if (r) q <= 0; else q <= (a & b) ^ c;
    endmodule`;
    expect((await measured(text, GATES)).cost).toMatchObject({ area: 38, cells: 3, delay: 2 });
  });

  it("counts toggles of wires in expectation (by hand)", async () => {
    // Without a clock: of two inputs half toggle a change; their AND is 1 for a quarter of them, so 2 · 1/4 · 3/4.
    const gate = await measured("module m(input a, b, output y); assign y = a & b; endmodule", GATES);
    expect(Math.abs(gate.power - (1 + 2 * (1 / 4) * (3 / 4)))).toBeLessThan(0.02);
    // The register toggles as its input does; the clock is up and down once a cycle.
    const register = "module m(input k, d, output reg q); always @(posedge k) q <= d; endmodule";
    expect(Math.abs((await measured(register, GATES)).power - (2 + 0.5 + 0.5))).toBeLessThan(0.02);
  });

  it("costs nothing where there is nothing, and the same for the same seed", async () => {
    const { cost } = await measured("module m(input a, output y); assign y = 1; endmodule");
    expect(cost).toMatchObject({ area: 0, cells: 0, delay: 0 });
    const text = "module m(input [3:0] a, output y); assign y = ^a & a[0]; endmodule";
    expect(await measured(text)).toEqual(await measured(text));
  });

  it("has no cost for a loop", async () => {
    const text = "module m(input a, output y); wire l; assign l = ~(l & a); assign y = l; endmodule";
    await expect(measured(text, GATES)).rejects.toThrow();
  });
});
