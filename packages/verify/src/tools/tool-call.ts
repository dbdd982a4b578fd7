/** A number written as a float although its value is whole: `1.0` is no integer where types are checked. */
export class WholeFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A value as the caller wrote it: JSON, with whole floats told from integers. */
export type CallValue =
  | null
  | boolean
  | number
  | string
  | WholeFloat
  | readonly CallValue[]
  | { readonly [key: string]: CallValue };

export type CallArguments = { readonly [name: string]: CallValue };

/** One call of a tool. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: CallArguments;
}

const tuples = new WeakSet<object>();

/** Marks a list as written with round brackets. */
export function asTuple(values: readonly CallValue[]): readonly CallValue[] {
  tuples.add(values);
  return values;
}

export function isTuple(value: CallValue): boolean {
  return Array.isArray(value) && tuples.has(value);
}

export function isRecord(value: unknown): value is { readonly [key: string]: CallValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof WholeFloat);
}

/** Tells whether two values are the same: order of keys does not matter, and 1.0 equals 1. */
export function equalValues(a: CallValue, b: CallValue): boolean {
  const left = a instanceof WholeFloat ? a.value : a;
  const right = b instanceof WholeFloat ? b.value : b;
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((entry: CallValue, i) => equalValues(entry, right[i] as CallValue));
  }
  const one = left as CallArguments;
  const other = right as CallArguments;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && equalValues(one[key] as CallValue, other[key] as CallValue));
}

export function equalCalls(a: ToolCall, b: ToolCall): boolean {
  return a.name === b.name && equalValues(a.arguments, b.arguments);
}

/** A record whose keys cannot reach a prototype: `__proto__` is a key like any other. */
export function recordOf(entries: Iterable<readonly [string, CallValue]>): CallArguments {
  return Object.fromEntries(entries);
}
