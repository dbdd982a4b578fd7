import { describe, expect, it } from "vitest";
import { GateSimulator } from "./gate-simulator.ts";
import type { Bit, Netlist, NetlistCell } from "./netlist.ts";

const cell = (type: string, connections: { readonly [port: string]: Bit }): NetlistCell => ({
  type,
  parameters: {},
  connections: Object.fromEntries(Object.entries(connections).map(([port, bit]) => [port, [bit]])),
});
const netlist = (inputs: string, cells: readonly NetlistCell[], initial: Netlist["initial"] = []): Netlist => ({
  ports: [
    ...[...inputs].map((name, i) => ({ name, direction: "input" as const, bits: [i + 2] })),
    { name: "y", direction: "output", bits: [99] },
  ],
  cells,
  initial,
});
/** `0`, `1` or `x` of the output in each of the first lanes. */
const shown = (simulator: GateSimulator, lanes: number): string =>
  Array.from({ length: lanes }, (_, lane) => {
    const [zero, one] = ([0, 1] as const).map((value) => (simulator.canBe("y", 0, value) >>> lane) & 1);
    return zero === one ? "x" : String(one);
  }).join("");

describe("gates", () => {
  // Lanes: a b = 00, 01, 10, 11; of a multiplexer with s = 0, then with s = 1.
  it.each([
    ["$_BUF_", "0011"],
    ["$_NOT_", "1100"],
    ["$_AND_", "0001"],
    ["$_NAND_", "1110"],
    ["$_OR_", "0111"],
    ["$_NOR_", "1000"],
    ["$_XOR_", "0110"],
    ["$_XNOR_", "1001"],
    ["$_ANDNOT_", "0010"],
    ["$_ORNOT_", "1011"],
    ["$_MUX_", "00110101"],
    ["$_NMUX_", "11001010"],
  ])("%s is %s", (type, expected) => {
    const simulator = new GateSimulator(netlist("abs", [cell(type, { A: 2, B: 3, S: 4, Y: 99 })]), "unknown");
    simulator.set("a", 0, 0b11001100);
    simulator.set("b", 0, 0b10101010);
    simulator.set("s", 0, 0b11110000);
    simulator.settle();
    expect(shown(simulator, expected.length)).toBe(expected);
  });

  it.each([
    // With an unknown second input, for a = 0 and 1.
    ["$_AND_", "0x"],
    ["$_OR_", "x1"],
    ["$_NAND_", "1x"],
    ["$_NOR_", "x0"],
    ["$_XOR_", "xx"],
    ["$_ANDNOT_", "0x"],
    ["$_ORNOT_", "x1"],
    ["$_MUX_", "xx"],
  ])("%s knows no more than its inputs tell", (type, expected) => {
    const simulator = new GateSimulator(netlist("a", [cell(type, { A: 2, B: "x", S: "x", Y: 99 })]), "unknown");
    simulator.set("a", 0, 0b10);
    simulator.settle();
    expect(shown(simulator, 2)).toBe(expected);
  });

  it("work in any order, and not in a loop", () => {
    const [first, second] = [cell("$_NOT_", { A: 2, Y: 50 }), cell("$_NOT_", { A: 50, Y: 99 })];
    const simulator = new GateSimulator(netlist("a", [second, first]), "unknown");
    simulator.set("a", 0, 0b10);
    simulator.settle();
    expect(shown(simulator, 2)).toBe("01");
    const loop = netlist("a", [cell("$_AND_", { A: 2, B: 99, Y: 99 })]);
    expect(() => new GateSimulator(loop, "unknown")).toThrow("Expected gates without a loop, got one with.");
    expect(() => new GateSimulator(netlist("a", [cell("$add", { A: 2, Y: 99 })]), "unknown")).toThrow(
      "Expected gates and flip-flops, got a `$add`.",
    );
  });
});

describe("registers", () => {
  const run = (simulator: GateSimulator, inputs: { readonly [port: string]: number }): void => {
    for (const [port, lanes] of Object.entries(inputs)) simulator.set(port, 0, lanes);
    simulator.settle();
  };
  /** The output of one lane after each change of inputs. */
  const trace = (type: string, changes: readonly { readonly [port: string]: number }[], initial?: 0 | 1): string => {
    const cells = [cell(type, { C: 2, D: 3, R: 4, E: type.includes("LATCH") ? 2 : 5, Q: 99 })];
    const set: Netlist["initial"] = initial === undefined ? [] : [[99, initial]];
    const simulator = new GateSimulator(netlist("cdre", cells, set), "unknown");
    run(simulator, { c: 0, d: 0, r: 0, e: 0 });
    const after = (change: { readonly [port: string]: number }): string => {
      run(simulator, change);
      return shown(simulator, 1);
    };
    return changes.map(after).join("");
  };
  const [up, down] = [{ c: 1 }, { c: 0 }];

  it("take their data at their edge alone", () => {
    expect(trace("$_DFF_P_", [{ d: 1 }, up, { d: 0 }, down, up])).toBe("x1110");
    expect(trace("$_DFF_N_", [{ d: 1 }, up, down, { d: 0 }, up, down])).toBe("xx1110");
    expect(trace("$_DFF_P_", [{ d: 1 }, up], 0)).toBe("01");
  });

  it("are reset at once, or at the edge", () => {
    expect(trace("$_DFF_PP0_", [{ d: 1 }, up, { r: 1 }, down, up, { r: 0 }, down, up])).toBe("x1000001");
    expect(trace("$_SDFF_PP1_", [{ r: 1 }, up, down, { r: 0 }, up])).toBe("x1110");
    expect(trace("$_DFF_PN1_", [{ d: 0 }, { r: 1 }, up, { r: 0 }])).toBe("1101");
  });

  it("wait for their enable, whose reset comes before it or after", () => {
    expect(trace("$_DFFE_PP_", [{ d: 1 }, up, down, { e: 1 }, up])).toBe("xxxx1");
    expect(trace("$_DFFE_PN_", [{ d: 1 }, up, down, { e: 1, d: 0 }, up])).toBe("x1111");
    // Reset without enable: $_SDFFE_ resets, $_SDFFCE_ does not.
    expect(trace("$_SDFFE_PP0P_", [{ r: 1 }, up])).toBe("x0");
    expect(trace("$_SDFFCE_PP0P_", [{ r: 1 }, up, down, { e: 1 }, up])).toBe("xxxx0");
  });

  it("that are latches follow while open", () => {
    expect(trace("$_DLATCH_P_", [{ d: 1 }, up, { d: 0 }, { d: 1 }, down, { d: 0 }])).toBe("x10111");
    expect(trace("$_DLATCH_N_", [{ d: 1 }, up, { d: 0 }, down])).toBe("1110");
    expect(trace("$_DLATCH_PP0_", [{ d: 1 }, up, { r: 1 }, { r: 0 }])).toBe("x101");
  });

  it("start anew, unknown or as zeros", () => {
    const toggle = [cell("$_DFF_P_", { C: 2, D: 50, Q: 99 }), cell("$_NOT_", { A: 99, Y: 50 })];
    const traces = (["unknown", "zero"] as const).map((fill) => {
      const simulator = new GateSimulator(netlist("c", toggle), fill);
      const once = (): string => {
        run(simulator, { c: 0 });
        const before = shown(simulator, 1);
        run(simulator, { c: 1 });
        return before + shown(simulator, 1);
      };
      const first = once();
      simulator.restart();
      return [first, once()];
    });
    expect(traces).toEqual([
      ["xx", "xx"],
      ["01", "01"],
    ]);
  });

  it("that clock one another settle in turn, and a ring of them does not", () => {
    // A ripple counter: the second bit clocks on the fall of the first.
    const bit = (clock: Bit, edge: string, q: Bit, d: Bit): NetlistCell[] => [
      cell(`$_DFF_${edge}_`, { C: clock, D: d, Q: q }),
      cell("$_NOT_", { A: q, Y: d }),
    ];
    const ripple = new GateSimulator(netlist("c", [...bit(2, "P", 50, 51), ...bit(50, "N", 99, 52)]), "zero");
    run(ripple, { c: 0 });
    const seen = Array.from({ length: 4 }, () => {
      run(ripple, { c: 1 });
      run(ripple, { c: 0 });
      return shown(ripple, 1);
    });
    expect(seen.join("")).toBe("0110");
    const ring = [cell("$_DLATCH_P_", { E: 2, D: 50, Q: 99 }), cell("$_NOT_", { A: 99, Y: 50 })];
    const simulator = new GateSimulator(netlist("c", ring, [[99, 0]]), "unknown");
    simulator.set("c", 0, 1);
    expect(() => simulator.settle()).toThrow("Expected values to settle within 64 rounds, got none.");
  });
});
