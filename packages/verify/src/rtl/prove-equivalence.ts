import type { Context } from "@guerdon/core/piece";
import type { Missing } from "@guerdon/core/signal";
import { callYosys, yosysError } from "./call-yosys.ts";
import { clocksOf, hasState, interfaceDifference } from "./netlist.ts";
import { type PreparedDesign, prepareDesigns } from "./prepared-design.ts";
import { refusal } from "./refusal.ts";
import type { YosysRequest, YosysResult } from "./run-yosys.ts";

export interface EquivalenceOptions {
  /** Clock steps up to which a difference is looked for and an induction tried. */
  readonly steps: number;
  /** Time of reading a design, and of each proof, in milliseconds. */
  readonly deadlineMs: number;
}

export type EquivalenceVerdict =
  | { readonly kind: "proven" | "refuted" | "unknown"; readonly reason: string }
  | { readonly kind: "missing"; readonly missing: Missing };

interface Pair {
  readonly design: string;
  readonly reference: string;
}

/**
 * Decides whether designs do what their references do, by SAT.
 *
 * - **proven**: of designs without state, for all inputs. Of those with state, from registers that are unknown unless
 *   initialised, for all sequences of inputs of any length, by induction over at most `steps` steps. A step is an edge
 *   of the one clock that both designs have, inputs changing with it; with several clocks, edges or gated ones it is
 *   any change of any input.
 * - **refuted**: with the inputs of the first difference.
 * - **unknown**: no difference within `steps` steps and no induction, or the time ran out.
 *
 * An output that the reference leaves unknown (`x`) may be anything; one that the design leaves unknown equals nothing.
 */
export async function proveEquivalence(
  context: Context,
  pairs: readonly Pair[],
  options: EquivalenceOptions,
): Promise<readonly EquivalenceVerdict[]> {
  const sources = pairs.flatMap(({ design, reference }) => [design, reference]);
  const prepared = await prepareDesigns(context, sources, options.deadlineMs);
  const verdicts: (EquivalenceVerdict | undefined)[] = [];
  const jobs: Job[] = [];
  for (let i = 0; i < pairs.length; i++) {
    const [design, reference] = [prepared[2 * i], prepared[2 * i + 1]];
    verdicts[i] = refusal(reference, "task") ?? refusal(design, "candidate");
    if (verdicts[i] !== undefined || design === undefined || reference === undefined) continue;
    if (!("design" in design && "design" in reference)) continue;
    const differ = interfaceDifference(design.design.netlist, reference.design.netlist);
    if (differ === undefined) jobs.push(jobOf(i, design.design, reference.design));
    else verdicts[i] = { kind: "refuted", reason: differ };
  }
  for (const way of WAYS) {
    const open = jobs.filter((job) => verdicts[job.row] === undefined && fits(way, job));
    await settle(context, open, options, verdicts, way);
  }
  return verdicts.map((verdict) => verdict ?? { kind: "unknown", reason: "not decided" });
}

/**
 * - `functions`: registers of one name are cut open, and what goes into them is compared for all states.
 * - `registers`: registers of one name are compared like outputs, which makes inductions short.
 * - `outputs`: outputs alone; also without state.
 */
type Way = "functions" | "registers" | "outputs";
const WAYS: readonly Way[] = ["functions", "registers", "outputs"];

function fits(way: Way, { mode, design, reference }: Job): boolean {
  if (mode === "combinational") return way === "outputs";
  // Cut open, a register loses what it is initialised with.
  return way !== "functions" || ![design, reference].some(({ rtlil }) => rtlil.includes("attribute \\init "));
}

interface Job {
  readonly row: number;
  readonly mode: "combinational" | "clocked" | "edges";
  readonly design: PreparedDesign;
  readonly reference: PreparedDesign;
}

function jobOf(row: number, design: PreparedDesign, reference: PreparedDesign): Job {
  const [ours, theirs] = [design.netlist, reference.netlist];
  const [a, b] = [clocksOf(ours), clocksOf(theirs)];
  const clocks = new Set([...a.clocks, ...b.clocks]);
  const isPlain = a.plain && b.plain && clocks.size === 1 && unused(ours, clocks) && unused(theirs, clocks);
  const mode = !hasState(ours) && !hasState(theirs) ? "combinational" : isPlain ? "clocked" : "edges";
  return { row, design, reference, mode };
}

/** Whether a design that does not clock anything with a clock of the other uses it for nothing else. */
function unused(netlist: PreparedDesign["netlist"], clocks: ReadonlySet<string>): boolean {
  if (clocksOf(netlist).clocks.length > 0) return true;
  const names = new Set([...clocks].map((clock) => clock.replace(/\/.*/, "")));
  const wires = new Set(netlist.ports.flatMap(({ name, bits }) => bits.filter((_, i) => names.has(`${name}[${i}]`))));
  const used = netlist.cells.some(({ connections }) =>
    Object.values(connections).some((b) => b.some((w) => wires.has(w))),
  );
  return !used && !netlist.ports.some(({ direction, bits }) => direction !== "input" && bits.some((w) => wires.has(w)));
}

async function settle(
  context: Context,
  jobs: readonly Job[],
  options: EquivalenceOptions,
  verdicts: (EquivalenceVerdict | undefined)[],
  way: Way,
): Promise<void> {
  const requests = jobs.map((job) => proofRequest(job, options.steps, way));
  const results = await callYosys(context, requests, options.deadlineMs);
  jobs.forEach((job, k) => {
    const verdict = verdictOf(results[k], job, way, options);
    // A difference of registers is none of outputs.
    if (way !== "outputs" && (verdict.kind === "refuted" || verdict.kind === "unknown")) return;
    verdicts[job.row] = verdict;
  });
}

function proofRequest({ mode, design, reference }: Job, steps: number, way: Way): YosysRequest {
  const timing = mode === "edges" ? "clk2fflogic" : "async2sync";
  const load = (name: string, top: string): string =>
    [
      `read_rtlil ${name}.il; rename ${top} ${name}`,
      mode === "combinational" ? "" : `${timing}; dffunmap; opt_clean`,
      `tee -q -o ${name}.txt check; design -stash ${name}`,
    ].join("\n");
  const isStatic = mode === "combinational" || way === "functions";
  const induction = isStatic ? "" : `-set-init-undef -tempinduct -maxsteps ${steps}`;
  const script = [
    load("gold", reference.top),
    load("gate", design.top),
    "design -copy-from gold -as gold gold; design -copy-from gate -as gate gate",
    { functions: "expose -shared -evert-dff gold gate", registers: "expose -shared -dff gold gate", outputs: "" }[way],
    "miter -equiv -flatten -make_outputs -ignore_gold_x gold gate miter",
    "hierarchy -top miter; opt_merge; opt_clean",
    `tee -q -o sat.txt sat -prove trigger 0 -enable_undef -set-def-inputs ${induction} -show-inputs -show-outputs miter`,
  ].join("\n");
  return {
    script,
    files: { "gold.il": reference.rtlil, "gate.il": design.rtlil },
    outputs: ["sat.txt", "gate.txt", "gold.txt"],
  };
}

function verdictOf(
  result: YosysResult | { readonly missing: Missing } | undefined,
  { mode }: Job,
  way: Way,
  { steps, deadlineMs }: EquivalenceOptions,
): EquivalenceVerdict {
  if (result === undefined) return { kind: "unknown", reason: "no result" };
  if ("missing" in result) {
    const { missing } = result;
    // Both designs were read in time: it is the proof that is hard.
    if (missing.kind === "failed" && missing.blame === "candidate") {
      return { kind: "unknown", reason: `no proof in ${deadlineMs} ms` };
    }
    return { kind: "missing", missing };
  }
  const loop = result.files["gate.txt"]?.match(/^Warning: found logic loop.*/m);
  if (loop) return { kind: "refuted", reason: loop[0] };
  const told = result.files["sat.txt"] ?? "";
  if (/^.*SUCCESS!/m.test(told)) return { kind: "proven", reason: provenBy(told, mode, way) };
  if (/model found(?: for base case)?: FAIL!/.test(told)) return { kind: "refuted", reason: counterexample(told) };
  if (/maximum number of time steps/.test(told)) {
    return { kind: "unknown", reason: `no difference in ${steps} steps, and no induction` };
  }
  return { kind: "unknown", reason: `no proof: ${yosysError(result.log)}` };
}

function provenBy(told: string, mode: Job["mode"], way: Way): string {
  if (way === "functions") return "proven for all inputs and states";
  if (mode === "combinational") return "proven for all inputs";
  const length = told
    .match(/Trying induction with length \d+/g)
    ?.at(-1)
    ?.match(/\d+/)?.[0];
  return `proven by induction over ${length} steps${mode === "edges" ? ", each a change of an input" : ""}`;
}

/** `step 2: a=1 b=0, expected y=1, got y=0` of the last step in the table that Yosys prints. */
function counterexample(told: string): string {
  const rows = [...told.matchAll(/^ +(?:(\d+|init) +)?\\(in|gold|gate)_(\S+) +\S+ +\S+ +([01x]+)\s*$/gm)];
  const last = rows.at(-1)?.[1];
  const at = rows.filter(([, step]) => step === last);
  const list = (side: string): string =>
    [...new Set(at.flatMap(([, , kind, name, value]) => (kind === side ? [`${name}=${value}`] : [])))].join(" ");
  const step = last === undefined ? "" : `step ${last}: `;
  return `${step}${list("in")}, expected ${list("gold")}, got ${list("gate")}`.slice(0, 300);
}
