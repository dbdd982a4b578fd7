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

function runStep({ spec, args, out }: Step, n: number): void {
  let full = checkOperands(spec.propagates, args, n);
  if (!full) full = checkOperands(() => false, args, n);
  if (full || spec.pick === undefined) spec.kernel(n, out, args);
  else choose(spec.pick, n, out, args);
  if (!full && spec.pick === undefined) joinStates(n, out.states, args);
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

function joinStates(n: number, states: Uint8Array, args: readonly Register[]): void {
  for (let t = 0; t < n; t++) {
    let gravest = PRESENT;
    for (const arg of args) if (!arg.full && (arg.states[t] as number) > gravest) gravest = arg.states[t] as number;
    states[t] = gravest;
  }
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
