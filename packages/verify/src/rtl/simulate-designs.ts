import type { Context, Task } from "@guerdon/core/piece";
import { failed, type Json, type Missing } from "@guerdon/core/signal";
import { interfaceDifference } from "./netlist.ts";
import { prepareDesigns, toGates } from "./prepared-design.ts";
import { refusal } from "./refusal.ts";
import type { SimulateRequest, SimulateResult } from "./simulate-netlists.ts";

const TASK: Task = {
  module: new URL(
    import.meta.url.endsWith(".ts") ? "./simulate-netlists.ts" : "./simulate-netlists.js",
    import.meta.url,
  ).href,
  export: "simulateNetlists",
};

export interface SimulationRules {
  /** Random samples of designs that cannot be tried for all inputs. */
  readonly samples: number;
  /** Root of the random inputs. */
  readonly seed: number;
  /** Time of reading one design, and of simulating it, in milliseconds. */
  readonly deadlineMs: number;
}

export type SimulationVerdict =
  | { readonly kind: "compared"; readonly share: number; readonly reason: string }
  | { readonly kind: "refuted"; readonly reason: string }
  | { readonly kind: "missing"; readonly missing: Missing };

/** Runs designs and their references with the same inputs, as netlists of gates. */
export async function simulateDesigns(
  context: Context,
  pairs: readonly { readonly design: string; readonly reference: string }[],
  { samples, seed, deadlineMs }: SimulationRules,
): Promise<readonly SimulationVerdict[]> {
  const sources = pairs.flatMap(({ design, reference }) => [design, reference]);
  const prepared = await prepareDesigns(context, sources, deadlineMs, toGates);
  const verdicts: (SimulationVerdict | undefined)[] = [];
  const requests: SimulateRequest[] = [];
  const rows: number[] = [];
  for (let i = 0; i < pairs.length; i++) {
    const [design, reference] = [prepared[2 * i], prepared[2 * i + 1]];
    verdicts[i] = refusal(reference, "task") ?? refusal(design, "candidate");
    if (verdicts[i] !== undefined || design === undefined || reference === undefined) continue;
    if (!("design" in design && "design" in reference)) continue;
    const [ours, theirs] = [design.design.netlist, reference.design.netlist];
    const differ = interfaceDifference(ours, theirs);
    if (differ !== undefined) verdicts[i] = { kind: "refuted", reason: differ };
    else {
      rows.push(i);
      requests.push({ design: ours, reference: theirs, samples, seed });
    }
  }
  const results = await context.call(TASK, requests as unknown as readonly Json[], { deadlineMs });
  rows.forEach((row, k) => {
    const result = results[k];
    if (result === undefined) return;
    verdicts[row] =
      "value" in result
        ? told(result.value as unknown as SimulateResult)
        : { kind: "missing", missing: result.missing };
  });
  return verdicts.map((verdict) => verdict ?? { kind: "missing", missing: failed("engine", "No result.") });
}

function told({ compared, agreeing, exhaustive, first, fault }: SimulateResult): SimulationVerdict {
  if (fault !== undefined) {
    if (fault.of === "design" && /settle|loop/.test(fault.reason)) return { kind: "refuted", reason: fault.reason };
    return { kind: "missing", missing: failed(fault.of === "reference" ? "task" : "engine", fault.reason) };
  }
  const how = exhaustive ? "all inputs" : `${compared} samples`;
  const reason = `${agreeing} of ${compared} agree (${how})${first === undefined ? "" : `; ${first}`}`;
  return { kind: "compared", share: agreeing / compared, reason };
}
