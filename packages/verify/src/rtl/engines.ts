import type { Engine } from "../catalogue/engine.ts";
import { packageEngine } from "../catalogue/package-engine.ts";
import { IVERILOG_INSTALL, iverilogAbsent } from "./simulate-contained.ts";

/** What the sources of this folder execute with. */
export const engines: readonly Engine[] = [
  packageEngine("@yowasp/yosys", "0.55.944", ["rtl-lint", "rtl-simulation", "rtl-equivalence", "rtl-cost"]),
  {
    name: "bubblewrap+iverilog",
    install: IVERILOG_INSTALL,
    verifiers: ["rtl-testbench"],
    absent: async () => iverilogAbsent(),
  },
];
