import type { Json } from "@guerdon/core/signal";
import { GateSimulator } from "./gate-simulator.ts";
import { clocksOf, hasState, type Netlist } from "./netlist.ts";
import { randomWords } from "./random-words.ts";

export interface SimulateRequest {
  readonly design: Netlist;
  readonly reference: Netlist;
  /** Samples of each comparison, at most; a clock cycle is two of them. */
  readonly samples: number;
  readonly seed: number;
}

export interface SimulateResult {
  readonly compared: number;
  readonly agreeing: number;
  /** Whether every combination of inputs was tried, of designs without state. */
  readonly exhaustive: boolean;
  /** Inputs and outputs of the first difference. */
  readonly first?: string;
  /** Why nothing can be simulated, and of which. */
  readonly fault?: { readonly of: "design" | "reference"; readonly reason: string };
}

const CYCLES = 256;
const MOST_EXHAUSTIVE_BITS = 16;
const LOW_BITS = [0xaaaaaaaa, 0xcccccccc, 0xf0f0f0f0, 0xff00ff00, 0xffff0000];

/** Runs two netlists with the same inputs: a task for a killable process. */
export async function simulateNetlists(request: Json): Promise<Json> {
  return simulate(request as unknown as SimulateRequest) as unknown as Json;
}

export function simulate({ design, reference, samples, seed }: SimulateRequest): SimulateResult {
  const made = [built("design", design), built("reference", reference)];
  const fault = made.find((each) => "of" in each);
  if (fault !== undefined && "of" in fault) return { compared: 0, agreeing: 0, exhaustive: false, fault };
  const bench = new Bench(reference, made as GateSimulator[]);
  const inputs = bench.inputs;
  try {
    if (!hasState(design) && !hasState(reference) && inputs.length <= MOST_EXHAUSTIVE_BITS) {
      for (let at = 0; at < 2 ** inputs.length; at += 32) {
        inputs.forEach((_, i) => {
          bench.set(i, i < 5 ? (LOW_BITS[i] as number) | 0 : -((at >>> i) & 1));
        });
        bench.compare(Math.min(32, 2 ** inputs.length - at));
      }
      return { ...bench.result(), exhaustive: true };
    }
    const clocks = clockInputs(bench, design, reference);
    const random = randomWords(seed);
    while (bench.compared < samples) {
      bench.restart();
      const bias = inputs.map(() => [random(), random()] as const);
      for (let cycle = 0; cycle < CYCLES && bench.compared < samples; cycle++) {
        inputs.forEach((_, i) => {
          if (!clocks.has(i)) bench.set(i, biased(bias[i] as readonly [number, number], random));
        });
        bench.compare(32);
        if (clocks.size === 0) continue;
        const tick = clocks.size === 1 ? () => -1 : random;
        for (const i of clocks) bench.set(i, tick());
        bench.compare(32);
        for (const i of clocks) bench.set(i, 0);
        bench.compare(32);
      }
    }
  } catch (error) {
    return { ...bench.result(), fault: { of: "design", reason: (error as Error).message } };
  }
  return bench.result();
}

function built(
  of: "design" | "reference",
  netlist: Netlist,
): GateSimulator | { readonly of: "design" | "reference"; readonly reason: string } {
  try {
    return new GateSimulator(netlist, "unknown");
  } catch (error) {
    return { of, reason: (error as Error).message };
  }
}

/** In a quarter of the lanes each an input is mostly 1, mostly 0, or a fair coin (in half of them). */
function biased([often, rarely]: readonly [number, number], random: () => number): number {
  const coin = random();
  const rare = random() & random() & random();
  return (coin & ~often) | ((rare ^ rarely) & often);
}

/** Numbers of the inputs that clock something in either netlist. */
function clockInputs(bench: Bench, ...netlists: readonly Netlist[]): ReadonlySet<number> {
  const names = new Set(
    netlists.flatMap((netlist) => clocksOf(netlist).clocks.map((clock) => clock.replace(/\/.*/, ""))),
  );
  return new Set(bench.inputs.flatMap(([port, bit], i) => (names.has(`${port}[${bit}]`) ? [i] : [])));
}

/** The same inputs for design and reference. */
class Bench {
  readonly inputs: readonly (readonly [port: string, bit: number])[];
  readonly #outputs: readonly (readonly [port: string, bit: number])[];
  readonly #runs: readonly GateSimulator[];
  compared = 0;
  #agreeing = 0;
  #known = 0;
  #first: string | undefined;

  constructor({ ports }: Netlist, runs: readonly GateSimulator[]) {
    const bits = (wanted: string): readonly (readonly [string, number])[] =>
      ports.flatMap(({ name, direction, bits }) =>
        direction === wanted ? bits.map((_, i) => [name, i] as const) : [],
      );
    this.inputs = bits("input");
    this.#outputs = bits("output");
    this.#runs = runs;
  }

  set(input: number, lanes: number): void {
    const [port, bit] = this.inputs[input] as readonly [string, number];
    for (const run of this.#runs) run.set(port, bit, lanes);
  }

  restart(): void {
    for (const run of this.#runs) run.restart();
  }

  compare(lanes: number): void {
    for (const run of this.#runs) run.settle();
    const [design, reference] = this.#runs as [GateSimulator, GateSimulator];
    let differ = 0;
    for (const [port, bit] of this.#outputs) {
      const [can0, can1] = [reference.canBe(port, bit, 0), reference.canBe(port, bit, 1)];
      this.#known |= can0 ^ can1;
      // A bit that the reference leaves unknown may be anything.
      differ |= (design.canBe(port, bit, 0) & ~can0) | (design.canBe(port, bit, 1) & ~can1);
    }
    const mask = lanes >= 32 ? -1 : 2 ** lanes - 1;
    differ &= mask;
    this.compared += lanes;
    this.#agreeing += lanes - ones(differ);
    if (differ !== 0) this.#first ??= this.#shown(31 - Math.clz32(differ));
  }

  #shown(lane: number): string {
    const [design, reference] = this.#runs as [GateSimulator, GateSimulator];
    const list = (run: GateSimulator, bits: readonly (readonly [string, number])[]): string => {
      const ports = new Map<string, string>();
      for (const [port, bit] of bits) {
        const [can0, can1] = ([0, 1] as const).map((value) => (run.canBe(port, bit, value) >>> lane) & 1);
        ports.set(port, `${can0 === can1 ? "x" : can1}${ports.get(port) ?? ""}`);
      }
      return [...ports].map(([port, value]) => `${port}=${value}`).join(" ");
    };
    const [expected, got] = [list(reference, this.#outputs), list(design, this.#outputs)];
    const text = `${list(reference, this.inputs)}, expected ${expected}, got ${got}`;
    return text.slice(0, 300);
  }

  result(): SimulateResult {
    if (this.#known === 0) {
      const fault = { of: "reference", reason: "Expected outputs, got a reference that leaves all unknown." } as const;
      return { compared: 0, agreeing: 0, exhaustive: false, fault };
    }
    const first = this.#first === undefined ? {} : { first: this.#first };
    return { compared: this.compared, agreeing: this.#agreeing, exhaustive: false, ...first };
  }
}

function ones(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
