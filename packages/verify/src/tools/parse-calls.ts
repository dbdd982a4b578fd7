import type { Json } from "@guerdon/core/signal";
import { parseStrict } from "../json/parse-strict.ts";
import { LiteralFault, LiteralReader } from "./literal-reader.ts";
import type { CallValue, ToolCall } from "./tool-call.ts";

export type Parsed<T> = { readonly value: T } | { readonly why: string };

/**
 * Reads calls in Python syntax: `[f(a=1, b='x'), mod.g(c=[1.0])]`, or calls side by side without brackets.
 *
 * Arguments are literals (numbers and sums of numbers, strings, lists, tuples, dicts, True, False, None); a bare
 * name is kept as text and a nested call as `{name: arguments}`. Nothing is evaluated.
 *
 * ```ts doctest
 * import { parsePythonCalls } from "@guerdon/verify/tools";
 * parsePythonCalls("[area(base=10, unit='cm')]") // => { value: [{ name: "area", arguments: { base: 10, unit: "cm" } }] }
 * ```
 */
export function parsePythonCalls(text: string): Parsed<readonly ToolCall[]> {
  return reading(() => new LiteralReader(text).calls());
}

/** Reads one Python literal, without evaluating anything. */
export function parsePythonLiteral(text: string): Parsed<CallValue> {
  return reading(() => new LiteralReader(text).only());
}

/** Reads JSON and keeps whole floats such as `1.0` apart from integers. */
export function parseExactJson(text: string): Parsed<CallValue> {
  const strict = parseStrict(text);
  if (strict === undefined) return { why: "the text is not valid JSON" };
  if (!/\d\.0|\d[eE]/u.test(text)) return { value: strict.value as Json as CallValue };
  return reading(() => new LiteralReader(text).only());
}

function reading<T>(read: () => T): Parsed<T> {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof LiteralFault) return { why: error.message };
    throw error;
  }
}
