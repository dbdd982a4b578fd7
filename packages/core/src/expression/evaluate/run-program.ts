import { PRESENT } from "../function/function-spec.ts";
import type { Program, Step } from "./program.ts";
import { check, load, type Register } from "./register.ts";

/** Runs a program over values start … start + n − 1; afterwards the result register holds them, checked. */
export function runProgram({ loads, steps, result }: Program, start: number, n: number): void {
  for (const source of loads) load(source, start, n);
  result.from = start;
  for (const step of steps) runStep(step, n);
  check(result, n);
}

function runStep({ spec, kernel, args, out }: Step, n: number): void {
  let full = checkOperands(spec.propagates, args, n);
  if (!full) full = checkOperands(() => false, args, n);
  if (full || spec.pick === undefined) kernel(n, out, args);
  else choose(spec.pick, n, out, args);
  if (!full && spec.pick === undefined) joinStates(n, out, args);
  out.full = full;
  out.checked = spec.isTruth === true;
}

/** Checks the operands whose faults the result would not show; tells whether all operands are present. */
function checkOperands(propagates: (k: number) => boolean, args: readonly Register[], n: number): boolean {
  let full = true;
  for (let k = 0; k < args.length; k++) {
    const arg = args[k] as Register;
    if (!arg.checked && !propagates(k)) check(arg, n);
    full &&= arg.full;
  }
  return full;
}

/** Sets the states of the result to the gravest of the operands'; it may share those of the first. */
function joinStates(n: number, out: Register, args: readonly Register[]): void {
  const joined = out.states;
  let started = false;
  for (const { full, states } of args) {
    if (full) continue;
    if (started) raiseStates(n, joined, states);
    else if (joined !== states) joined.set(states);
    started = true;
  }
}

function raiseStates(n: number, joined: Uint8Array, states: Uint8Array): void {
  for (let t = 0; t < n; t++) if ((states[t] as number) > (joined[t] as number)) joined[t] = states[t] as number;
}

function choose(
  pick: (state: number, value: number) => number,
  n: number,
  { values, from, states }: Register,
  args: readonly Register[],
): void {
  const first = args[0] as Register;
  for (let t = 0; t < n; t++) {
    const state = first.full ? PRESENT : (first.states[t] as number);
    const chosen = args[pick(state, first.values[first.from + t] as number)] as Register;
    values[from + t] = chosen.values[chosen.from + t] as number;
    states[t] = chosen.full ? PRESENT : (chosen.states[t] as number);
  }
}
