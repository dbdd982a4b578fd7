import type { CompiledPorts } from "./compiled-ports.ts";
import { hideBench } from "./hide-bench.ts";
import { modulePorts } from "./module-ports.ts";
import { screenVerilog } from "./screen-verilog.ts";
import { type Simulation, type SimulationLimits, simulateContained } from "./simulate-contained.ts";

/** What scopes of the bench are renamed by. */
const HASH = /_[0-9a-f]{24}/g;

export interface BenchTask {
  readonly design: string;
  readonly bench: string;
  /** A right design under another name, when the bench compares with one. */
  readonly reference?: string | undefined;
}

export interface BenchRules extends SimulationLimits {
  /** What the bench prints at its end; its first group counts mismatches and its second samples, when it has groups. */
  readonly verdict: RegExp;
}

export interface BenchVerdict {
  readonly status:
    | "passed"
    | "failed"
    | "not-compiled"
    | "timed-out"
    | "crashed"
    | "flooded"
    | "tampered"
    | "unsupported"
    | "task";
  /** Share of samples that match; 1 or 0 when the bench counts none. */
  readonly share: number;
  readonly reason: string;
}

/**
 * Runs a design in its test bench with Icarus Verilog in a container, and reads what the bench prints.
 *
 * The design prints nothing (it has no system tasks), names nothing of the bench (whose scopes are renamed by a hash),
 * and drives no input: what the bench prints is the bench's own.
 */
export async function runBench({ design, bench, reference }: BenchTask, rules: BenchRules): Promise<BenchVerdict> {
  const screened = screenVerilog(design);
  if ("refused" in screened) return verdict("tampered", `refused: ${screened.refused}`);
  const hidden = hideBench(reference === undefined ? bench : `${reference}\n${bench}`, design);
  if ("wrong" in hidden) return verdict("task", hidden.wrong);
  if (!screened.modules.includes(hidden.top)) {
    return verdict("not-compiled", `Expected a module \`${hidden.top}\`, got ${screened.modules.join(", ")}.`);
  }
  const simulation = await simulateContained([hidden.text, screened.text], hidden, rules);
  const driven = simulation.kind === "ran" ? drivenPort(simulation, referencePorts(reference)) : undefined;
  return driven === undefined ? read(simulation, rules) : verdict("tampered", driven);
}

function referencePorts(reference: string | undefined): ReadonlyMap<string, string> {
  const screened = reference === undefined ? undefined : screenVerilog(reference);
  return screened === undefined || "refused" in screened ? new Map() : modulePorts(screened.text, screened.top);
}

/**
 * Why ports of the design may drive what the bench drives: an output in the place of an input could. Ports that the
 * reference does not tell may be no inouts, and then nothing may have several drivers.
 */
function drivenPort({ ports, contested }: CompiledPorts, expected: ReadonlyMap<string, string>): string | undefined {
  let isTold = true;
  for (const [name, direction] of ports) {
    const told = expected.get(name);
    if (told !== undefined && told !== direction) return `Expected the ${told} \`${name}\`, got an ${direction}.`;
    if (told !== undefined || direction === "input") continue;
    isTold = false;
    if (direction === "inout") return `Expected inputs and outputs, got the inout \`${name}\`, which no reference has.`;
  }
  if (isTold || contested === undefined) return undefined;
  return `Expected one driver of each wire, got several of \`${contested.replace(HASH, "")}\`.`;
}

function read(simulation: Simulation, { verdict: pattern }: BenchRules): BenchVerdict {
  if (simulation.kind === "not-compiled") {
    const { errors } = simulation;
    const line = errors.split("\n").find((each) => /error|sorry/.test(each)) ?? "";
    const status = /^0\.v:\d+: syntax error/m.test(errors)
      ? "task"
      : /sorry: /.test(errors)
        ? "unsupported"
        : "not-compiled";
    return verdict(status, line.replace(HASH, "").slice(0, 200));
  }
  if (simulation.kind !== "ran") return verdict(simulation.kind, simulation.kind);
  const { output, warnings } = simulation;
  const coerced = warnings.match(/input port (\S+) is coerced to inout/)?.[1];
  if (coerced !== undefined) return verdict("tampered", `The design drives its input \`${coerced}\`.`);
  const found = [...output.matchAll(new RegExp(pattern, "gm"))].at(-1);
  if (found === undefined) return verdict("failed", "The bench printed no verdict.");
  const [, mismatches, samples] = found;
  if (mismatches === undefined) return { status: "passed", share: 1, reason: found[0] };
  const [wrong, all] = [Number(mismatches), Number(samples)];
  if (!(all > 0)) return verdict("task", "The bench compared no sample.");
  const share = Math.min(1, Math.max(0, 1 - wrong / all));
  return { status: wrong === 0 ? "passed" : "failed", share, reason: found[0] };
}

function verdict(status: BenchVerdict["status"], reason: string): BenchVerdict {
  return { status, share: 0, reason };
}
