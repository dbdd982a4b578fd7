import { type CallValue, isRecord, isTuple, WholeFloat } from "./tool-call.ts";

/** Types as a Python reader sees them. */
export type PythonType = "str" | "int" | "float" | "bool" | "list" | "tuple" | "dict" | "NoneType";

export function pythonType(value: CallValue): PythonType {
  switch (typeof value) {
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    default:
      if (value === null) return "NoneType";
      if (value instanceof WholeFloat) return "float";
      return Array.isArray(value) ? (isTuple(value) ? "tuple" : "list") : "dict";
  }
}

/** Types of parameters in function descriptions, as Python types; `any` is read as text. */
export const PARAMETER_TYPES: { readonly [type: string]: PythonType } = {
  string: "str",
  integer: "int",
  float: "float",
  number: "float",
  boolean: "bool",
  array: "list",
  tuple: "list",
  dict: "dict",
  object: "dict",
  any: "str",
};

/** Equality as Python has it: True is 1, 1.0 is 1, a tuple is no list. */
export function equalsInPython(a: CallValue, b: CallValue): boolean {
  if (a === b) return true;
  const left = numeric(a);
  const right = numeric(b);
  if (left !== undefined || right !== undefined) return left === right;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length || isTuple(a) !== isTuple(b)) return false;
    return a.every((entry: CallValue, i) => equalsInPython(entry, b[i] as CallValue));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equalsInPython(a[key] as CallValue, b[key] as CallValue));
}

function numeric(value: CallValue): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof WholeFloat ? value.value : undefined;
}

/** A text without blanks and the signs `, . / - _ * ^`, in small letters, with double quotes. */
export function standardText(text: string): string {
  const bare = /[ ,./\-_*^A-Z'\u0080-\uffff]/u.test(text) ? text.replaceAll(/[ ,./\-_*^]/gu, "").toLowerCase() : text;
  return bare.includes("'") ? bare.replaceAll("'", '"') : bare;
}

/** Texts are compared in their standard form, all else as it is. */
export function standardValue(value: CallValue): CallValue {
  return typeof value === "string" ? standardText(value) : value;
}
