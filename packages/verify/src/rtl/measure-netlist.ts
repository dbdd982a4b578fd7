import type { Json } from "@guerdon/core/signal";
import { GateSimulator } from "./gate-simulator.ts";
import { type Bit, clocksOf, type Netlist } from "./netlist.ts";
import { randomWords } from "./random-words.ts";

/** What a synthesized design costs. */
export interface NetlistCost {
  /** Transistors in static CMOS, estimated by the kinds of cells. */
  readonly area: number;
  /** Gates on the longest path between inputs, registers and outputs. */
  readonly delay: number;
  /** Wires that toggle in a clock cycle with random inputs, on average; without a clock, in a change of the inputs. */
  readonly power: number;
  readonly cells: number;
}

// Static CMOS; a register is a master-slave pair, with a reset of 4 and an enable of 12 more.
const TRANSISTORS: { readonly [type: string]: number } = {
  $_BUF_: 4,
  $_NOT_: 2,
  $_NAND_: 4,
  $_NOR_: 4,
  $_AND_: 6,
  $_OR_: 6,
  $_ANDNOT_: 6,
  $_ORNOT_: 6,
  $_XOR_: 12,
  $_XNOR_: 12,
  $_MUX_: 12,
  $_NMUX_: 10,
};
const [FLIP_FLOP, LATCH, RESET, ENABLE] = [16, 8, 4, 12];
const CYCLES = 64;

/** Measures a netlist of gates: a task for a killable process. */
export async function measureNetlist(request: Json): Promise<Json> {
  const { netlist, seed } = request as unknown as { readonly netlist: Netlist; readonly seed: number };
  return measure(netlist, seed) as unknown as Json;
}

/** @throws Error when the netlist has a loop, cells that are no gates, or does not settle */
export function measure(netlist: Netlist, seed: number): NetlistCost {
  const cells = netlist.cells.filter(({ type }) => type !== "$scopeinfo");
  const area = cells.reduce((sum, { type }) => sum + transistors(type), 0);
  // First, for it throws where gates feed themselves.
  const power = toggles(netlist, seed);
  return { area, delay: depth(netlist), power, cells: cells.length };
}

function transistors(type: string): number {
  const gate = TRANSISTORS[type];
  if (gate !== undefined) return gate;
  if (/DLATCH/.test(type)) return LATCH + (/[01]/.test(type) ? RESET : 0);
  return FLIP_FLOP + (/[01]/.test(type) ? RESET : 0) + (/DFFC?E_/.test(type) ? ENABLE : 0);
}

function depth({ cells }: Netlist): number {
  const makers = new Map<Bit, number>();
  cells.forEach(({ type, connections }, i) => {
    if (type in TRANSISTORS) makers.set(connections.Y?.[0] ?? "x", i);
  });
  const depths = new Int32Array(cells.length);
  const stack = [...makers.values()];
  while (stack.length > 0) {
    const i = stack.at(-1) as number;
    let most = 0;
    let isReady = true;
    for (const [port, bits] of Object.entries(cells[i]?.connections ?? {})) {
      const maker = port === "Y" ? undefined : makers.get(bits[0] as Bit);
      if (maker === undefined) continue;
      if (depths[maker] === 0) {
        stack.push(maker);
        isReady = false;
      } else most = Math.max(most, depths[maker] as number);
    }
    if (!isReady) continue;
    depths[i] = most + 1;
    stack.pop();
  }
  return depths.reduce((most, own) => Math.max(most, own), 0);
}

function toggles(netlist: Netlist, seed: number): number {
  const simulator = new GateSimulator(netlist, "zero");
  const clocks = new Set(clocksOf(netlist).clocks.map((clock) => clock.replace(/\/.*/, "")));
  const inputs = netlist.ports.flatMap(({ name, direction, bits }) =>
    direction === "input" ? bits.map((_, i) => [name, i] as const) : [],
  );
  const random = randomWords(seed);
  let before = simulator.values.slice();
  let count = 0;
  const step = (isCounted: boolean): void => {
    simulator.settle();
    const now = simulator.values;
    if (isCounted) for (let i = 1; i < now.length; i += 2) count += ones((now[i] as number) ^ (before[i] as number));
    before = now.slice();
  };
  for (let cycle = 0; cycle <= CYCLES; cycle++) {
    for (const [port, bit] of inputs) if (!clocks.has(`${port}[${bit}]`)) simulator.set(port, bit, random());
    step(cycle > 0);
    for (const level of clocks.size === 0 ? [] : [-1, 0]) {
      for (const clock of clocks) {
        const [, port, bit] = /^(.*)\[(\d+)\]$/.exec(clock) ?? [];
        if (port !== undefined) simulator.set(port, Number(bit), level);
      }
      step(cycle > 0);
    }
  }
  return count / (CYCLES * 32);
}

function ones(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
