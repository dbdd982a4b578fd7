import { PRESENT, type Slice, UNFILLABLE } from "../function/function-spec.ts";
import { type Column, stateAt } from "./column.ts";
import { firstMissing } from "./first-missing.ts";

/** The values of one operand for the block that is being worked on. */
export interface Register extends Slice {
  /** Presence of each value of the block; says nothing while `full`. */
  readonly states: Uint8Array;
  /** Every value is present. */
  full: boolean;
  /** No present value is known to be other than finite. */
  checked: boolean;
}

/** A register filled from a column at the start of each block. */
export interface Load {
  readonly column: Column;
  readonly register: Register;
  /** First index from here on that is missing in the column's signal. */
  nextMissing: number;
}

export function makeRegister(block: number, values: Float64Array = new Float64Array(block)): Register {
  return { values, from: 0, states: new Uint8Array(block), full: true, checked: false };
}

export function constantRegister(block: number, value: number): Register {
  return { ...makeRegister(block), values: new Float64Array(block).fill(value), checked: true };
}

/** Fills the register with values start … start + n − 1 of its column. */
export function load(source: Load, start: number, n: number): void {
  const { register, column } = source;
  register.checked = false;
  if (column.index === undefined) {
    register.values = column.signal.values;
    register.from = start;
    register.full = nextMissing(source, start) >= start + n;
  } else {
    gather(register.values, column.signal.values, column.index, start, n);
    register.full = false;
  }
  if (!register.full) register.full = loadStates(register.states, column, start, n);
}

function nextMissing(source: Load, start: number): number {
  if (source.nextMissing < start) source.nextMissing = firstMissing(source.column.signal.present, start);
  return source.nextMissing;
}

function gather(into: Float64Array, values: Float64Array, index: Int32Array, start: number, n: number): void {
  for (let t = 0; t < n; t++) {
    const source = index[start + t] as number;
    into[t] = source < 0 ? 0 : (values[source] as number);
  }
}

function loadStates(states: Uint8Array, column: Column, start: number, n: number): boolean {
  const { signal, index } = column;
  let full = true;
  for (let t = 0; t < n; t++) {
    const source = index === undefined ? start + t : (index[start + t] as number);
    states[t] = PRESENT;
    if (signal.present[source] === 1) continue;
    states[t] = stateAt(column, start + t);
    full = false;
  }
  return full;
}

/** Marks present values that are not finite as failed, once for each block. */
export function check(register: Register, n: number): void {
  if (register.checked) return;
  register.checked = true;
  const { values, from, states } = register;
  if (allFinite(values, from, from + n)) return;
  for (let t = 0; t < n; t++) {
    const value = values[from + t] as number;
    if (value - value === 0) continue;
    if (register.full) {
      states.fill(PRESENT, 0, n);
      register.full = false;
    }
    if (states[t] === PRESENT) states[t] = UNFILLABLE;
  }
}

/** 0 times a finite number is 0, times any other NaN; four sums, for one would wait for itself. */
function allFinite(values: Float64Array, from: number, to: number): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = from;
  for (; i + 3 < to; i += 4) {
    a += (values[i] as number) * 0;
    b += (values[i + 1] as number) * 0;
    c += (values[i + 2] as number) * 0;
    d += (values[i + 3] as number) * 0;
  }
  for (; i < to; i++) a += (values[i] as number) * 0;
  return a + b + c + d === 0;
}
