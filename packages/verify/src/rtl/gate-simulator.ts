import type { Bit, Netlist, NetlistCell } from "./netlist.ts";

// Operations of the gates of Yosys, over 32 lanes at once.
const GATES: { readonly [type: string]: readonly [operation: number, ports: string] } = {
  $_BUF_: [0, "A"],
  $_NOT_: [1, "A"],
  $_AND_: [2, "AB"],
  $_NAND_: [3, "AB"],
  $_OR_: [4, "AB"],
  $_NOR_: [5, "AB"],
  $_XOR_: [6, "AB"],
  $_XNOR_: [7, "AB"],
  $_ANDNOT_: [8, "AB"],
  $_ORNOT_: [9, "AB"],
  $_MUX_: [10, "ABS"],
  $_NMUX_: [11, "ABS"],
};

/** `$_DFF_P_`, `$_DFFE_PN_`, `$_SDFFCE_PN0P_`, `$_DLATCH_PN1_`: clock or gate, then reset with its value, then enable. */
const MEMORY = /^\$_(S?)(DFF|DLATCH)(C?)E?_([PN])(?:([PN])([01]))?([PN])?_$/;

interface Register {
  readonly isLatch: boolean;
  readonly clock: number;
  readonly clockFlip: number;
  readonly data: number;
  readonly output: number;
  readonly reset: number;
  readonly resetFlip: number;
  readonly resetValue: number;
  readonly isAsync: boolean;
  /** Whether the enable comes before the synchronous reset. */
  readonly enableFirst: boolean;
  readonly enable: number;
  readonly enableFlip: number;
}

const MOST_ROUNDS = 64;
const [ZERO, ONE, UNKNOWN] = [0, 1, 2];

/**
 * A netlist of gates ready to run: 32 independent lanes at once.
 *
 * A wire in a lane is 0, 1 or unknown: two words a wire say in which lanes it can be 0 and in which it can be 1. What is
 * unknown at first (`x`, wires without driver, registers not initialised) stays so, or is 0 with `fill`.
 */
export class GateSimulator {
  /** [2 × wires] lanes in which a wire can be 0, then lanes in which it can be 1. */
  readonly values: Int32Array;
  readonly #before: Int32Array;
  readonly #code: Uint8Array;
  readonly #wires: Int32Array;
  readonly #registers: readonly Register[];
  readonly #next: Int32Array;
  readonly #start: Int32Array;
  readonly #ports: ReadonlyMap<string, Int32Array>;

  /** @throws Error when the netlist has a loop, or cells that are no gates */
  constructor(netlist: Netlist, fill: "unknown" | "zero") {
    const numbers = new Map<Bit, number>([
      ["0", ZERO],
      ["1", ONE],
      ["x", UNKNOWN],
      ["z", UNKNOWN],
    ]);
    const wire = (bit: Bit | undefined): number => {
      const key = bit ?? "x";
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, numbers.size - 1);
      return numbers.size - 2;
    };
    this.#ports = new Map(netlist.ports.map(({ name, bits }) => [name, Int32Array.from(bits, wire)]));
    const registers: Register[] = [];
    const gates: NetlistCell[] = [];
    for (const cell of netlist.cells) {
      if (cell.type in GATES) gates.push(cell);
      else if (cell.type !== "$scopeinfo") registers.push(registerOf(cell, wire));
    }
    const ordered = inOrder(gates);
    this.#code = Uint8Array.from(ordered, ({ type }) => (GATES[type] as readonly [number, string])[0]);
    this.#wires = new Int32Array(ordered.length * 4);
    for (const [i, { connections }] of ordered.entries()) {
      for (const [k, port] of ["Y", "A", "B", "S"].entries()) {
        this.#wires[i * 4 + k] = 2 * wire(connections[port]?.[0]);
      }
    }
    this.#registers = registers;
    this.#next = new Int32Array(registers.length * 2);
    const initial = netlist.initial.map(([bit, value]) => [wire(bit), value] as const);
    this.values = new Int32Array(numbers.size * 2).fill(-1);
    if (fill === "zero") for (let i = 0; i < numbers.size; i++) this.values[2 * i + 1] = 0;
    this.values[2 * ZERO + 1] = 0;
    this.values[2 * ONE] = 0;
    this.values[2 * ONE + 1] = -1;
    for (const [number, value] of initial) {
      this.values[2 * number] = value - 1;
      this.values[2 * number + 1] = -value;
    }
    this.#start = this.values.slice();
    this.#before = this.values.slice();
  }

  /** Back to the initial state. */
  restart(): void {
    this.values.set(this.#start);
    this.#before.set(this.#start);
  }

  /** Sets one bit of an input to a known value in all lanes. */
  set(port: string, bit: number, lanes: number): void {
    const at = 2 * (this.#ports.get(port)?.[bit] as number);
    this.values[at] = ~lanes;
    this.values[at + 1] = lanes;
  }

  /** Lanes in which a bit of a port can be the value. */
  canBe(port: string, bit: number, value: 0 | 1): number {
    return this.values[2 * (this.#ports.get(port)?.[bit] as number) + value] as number;
  }

  /**
   * Lets the values settle after inputs changed.
   *
   * @throws Error when they do not
   */
  settle(): void {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      this.#evaluate();
      if (!this.#clock()) return;
    }
    throw new Error(`Expected values to settle within ${MOST_ROUNDS} rounds, got none.`);
  }

  #evaluate(): void {
    const [values, code, wires] = [this.values, this.#code, this.#wires];
    for (let i = 0, at = 0; i < code.length; i++, at += 4) {
      evaluateGate(code[i] as number, values, wires, at);
    }
  }

  /** Moves what registers hold; whether anything changed. */
  #clock(): boolean {
    const [values, before, next] = [this.values, this.#before, this.#next];
    for (let i = 0; i < this.#registers.length; i++) {
      hold(this.#registers[i] as Register, values, before, next, 2 * i);
    }
    let changed = false;
    for (const { clock } of this.#registers) {
      before[2 * clock] = values[2 * clock] as number;
      before[2 * clock + 1] = values[2 * clock + 1] as number;
    }
    for (let i = 0; i < this.#registers.length; i++) {
      const { output } = this.#registers[i] as Register;
      for (let k = 0; k < 2; k++) {
        if (values[2 * output + k] !== next[2 * i + k]) changed = true;
        values[2 * output + k] = next[2 * i + k] as number;
      }
    }
    return changed;
  }
}

/** Works one gate out: `wires` holds the places of its output and of its inputs A, B and S. */
function evaluateGate(operation: number, values: Int32Array, wires: Int32Array, at: number): void {
  const [y, a] = [wires[at] as number, wires[at + 1] as number];
  const [a0, a1] = [values[a] as number, values[a + 1] as number];
  const b = wires[at + 2] as number;
  let [b0, b1] = [values[b] as number, values[b + 1] as number];
  // The inverted kinds have odd numbers, up to 9; of 8 and 9 the second input is inverted.
  let isInverted = (operation & 1) === 1;
  let zero = a0;
  let one = a1;
  if (operation === 8 || operation === 9) {
    [b0, b1] = [b1, b0];
    isInverted = false;
  }
  if (operation === 2 || operation === 3 || operation === 8) {
    zero = a0 | b0;
    one = a1 & b1;
  } else if (operation === 4 || operation === 5 || operation === 9) {
    zero = a0 & b0;
    one = a1 | b1;
  } else if (operation === 6 || operation === 7) {
    zero = (a0 & b0) | (a1 & b1);
    one = (a0 & b1) | (a1 & b0);
  } else if (operation >= 10) {
    const s = wires[at + 3] as number;
    zero = ((values[s] as number) & a0) | ((values[s + 1] as number) & b0);
    one = ((values[s] as number) & a1) | ((values[s + 1] as number) & b1);
  }
  values[y] = isInverted ? one : zero;
  values[y + 1] = isInverted ? zero : one;
}

/** What a register holds next, at `at` of `next`: lanes in which it can be 0, then in which it can be 1. */
function hold(r: Register, values: Int32Array, before: Int32Array, next: Int32Array, at: number): void {
  const low = (wire: number, flip: number): number => values[2 * wire + (flip & 1)] as number;
  const high = (wire: number, flip: number): number => values[2 * wire + 1 - (flip & 1)] as number;
  // Lanes in which it can stay shut, and in which it can open.
  let shut = low(r.clock, r.clockFlip);
  let open = high(r.clock, r.clockFlip);
  if (!r.isLatch) {
    const [was0, was1] = [
      before[2 * r.clock + (r.clockFlip & 1)] as number,
      before[2 * r.clock + 1 - (r.clockFlip & 1)] as number,
    ];
    shut |= was1;
    open &= was0;
  }
  const [off, on] = [shut | low(r.enable, r.enableFlip), open & high(r.enable, r.enableFlip)];
  const [q0, q1] = [values[2 * r.output] as number, values[2 * r.output + 1] as number];
  const loaded0 = (off & q0) | (on & (values[2 * r.data] as number));
  const loaded1 = (off & q1) | (on & (values[2 * r.data + 1] as number));
  let kept = low(r.reset, r.resetFlip);
  let cleared = high(r.reset, r.resetFlip);
  if (!r.isAsync) {
    kept |= r.enableFirst ? off : shut;
    cleared &= r.enableFirst ? on : open;
  }
  next[at] = (kept & loaded0) | (cleared & ~r.resetValue);
  next[at + 1] = (kept & loaded1) | (cleared & r.resetValue);
}

function registerOf({ type, connections }: NetlistCell, wire: (bit: Bit | undefined) => number): Register {
  const [, sync, kind, first, clock, reset, value, enable] = MEMORY.exec(type) ?? [];
  if (kind === undefined) throw new Error(`Expected gates and flip-flops, got a \`${type}\`.`);
  const isLatch = kind === "DLATCH";
  const [C, D, Q, E, R] = ["C", "D", "Q", "E", "R"].map((port) => connections[port]?.[0]);
  return {
    isLatch,
    clock: wire(isLatch ? E : C),
    clockFlip: clock === "N" ? -1 : 0,
    data: wire(D),
    output: wire(Q),
    reset: reset === undefined ? ZERO : wire(R),
    resetFlip: reset === "N" ? -1 : 0,
    resetValue: value === "1" ? -1 : 0,
    isAsync: sync === "",
    enableFirst: first === "C",
    enable: isLatch || enable === undefined ? ONE : wire(E),
    enableFlip: !isLatch && enable === "N" ? -1 : 0,
  };
}

/** Gates such that each comes after those it reads. */
function inOrder(gates: readonly NetlistCell[]): readonly NetlistCell[] {
  const makers = new Map<Bit, number>(gates.map(({ connections }, i) => [connections.Y?.[0] ?? "x", i]));
  const readers: number[][] = gates.map(() => []);
  const waits = new Int32Array(gates.length);
  gates.forEach(({ type, connections }, i) => {
    for (const port of (GATES[type] as readonly [number, string])[1]) {
      const maker = makers.get(connections[port]?.[0] ?? "x");
      if (maker === undefined) continue;
      (readers[maker] as number[]).push(i);
      waits[i] = (waits[i] as number) + 1;
    }
  });
  const order = gates.map((_, i) => i).filter((i) => waits[i] === 0);
  for (const i of order) {
    for (const reader of readers[i] as number[]) {
      waits[reader] = (waits[reader] as number) - 1;
      if (waits[reader] === 0) order.push(reader);
    }
  }
  if (order.length < gates.length) throw new Error("Expected gates without a loop, got one with.");
  return order.map((i) => gates[i] as NetlistCell);
}
