import { hideBench } from "./hide-bench.ts";
import { modulePorts } from "./module-ports.ts";
import { screenVerilog } from "./screen-verilog.ts";
import { type Simulation, type SimulationLimits, simulateContained } from "./simulate-contained.ts";

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
  const turned = reference === undefined ? undefined : turnedPort(screened.text, hidden.top, reference);
  if (turned !== undefined) return verdict("tampered", turned);
  return read(await simulateContained([hidden.text, screened.text], hidden.root, rules), rules);
}

/** A port whose direction is not the reference's: an output in the place of an input drives the bench. */
function turnedPort(design: string, top: string, reference: string): string | undefined {
  const screened = screenVerilog(reference);
  if ("refused" in screened) return undefined;
  const expected = modulePorts(screened.text, screened.top);
  const got = modulePorts(design, top);
  for (const [name, direction] of expected) {
    const own = got.get(name);
    if (own !== undefined && own !== direction) return `Expected the ${direction} \`${name}\`, got an ${own}.`;
  }
  return undefined;
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
    return verdict(status, line.replace(/_[0-9a-f]{24}/g, "").slice(0, 200));
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
