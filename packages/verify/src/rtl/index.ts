import type { AnyFactory } from "@guerdon/core/piece";
import { rtlCost } from "./rtl-cost.ts";
import { rtlEquivalence } from "./rtl-equivalence.ts";
import { rtlLint } from "./rtl-lint.ts";
import { rtlSimulation } from "./rtl-simulation.ts";
import { rtlTestbench } from "./rtl-testbench.ts";

/** The sources of this folder, for a library. */
export const rtlSources: readonly AnyFactory[] = [rtlLint, rtlTestbench, rtlSimulation, rtlEquivalence, rtlCost];

export { type EquivalenceOptions, type EquivalenceVerdict, proveEquivalence } from "./prove-equivalence.ts";
export { type RtlCostOptions, rtlCost } from "./rtl-cost.ts";
export { type RtlEquivalenceOptions, rtlEquivalence } from "./rtl-equivalence.ts";
export { type LintFinding, type LintKind, type RtlLintOptions, rtlLint } from "./rtl-lint.ts";
export { type RtlSimulationOptions, rtlSimulation } from "./rtl-simulation.ts";
export { type RtlTestbenchOptions, rtlTestbench } from "./rtl-testbench.ts";
export { type BenchRules, type BenchTask, type BenchVerdict, runBench } from "./run-bench.ts";
export { type SimulationRules, type SimulationVerdict, simulateDesigns } from "./simulate-designs.ts";
