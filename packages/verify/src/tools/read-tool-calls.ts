import type { Json } from "@guerdon/core/signal";
import { jsonText } from "../json/json-text.ts";
import { MAX_CALLS } from "./literal-reader.ts";
import { type Parsed, parseExactJson, parsePythonCalls } from "./parse-calls.ts";
import { type CallArguments, type CallValue, isRecord, type ToolCall, WholeFloat } from "./tool-call.ts";

/**
 * How calls are written: JSON objects between tags (one a line, or a list, in any number of blocks), Python calls
 * `[f(a=1)]`, JSON alone, or whichever of these the text begins like.
 */
export type CallSyntax = "tagged" | "python" | "json" | "auto";

export interface ReadCallsOptions {
  readonly syntax?: CallSyntax | undefined;
  /** Tags around calls in the syntax `tagged`; default `<tool_call>` and `</tool_call>`. */
  readonly open?: string | undefined;
  readonly close?: string | undefined;
  /** What ends the thoughts: text up to its first occurrence calls nothing; default `</think>`. */
  readonly thoughtsEnd?: string | undefined;
  /** Longer texts are not read; default 1,048,576 characters. */
  readonly limitCharacters?: number | undefined;
}

/** The calls found, or why there are none. `absent`: the text does not try to call a tool. */
export type CallsRead =
  | { readonly calls: readonly ToolCall[] }
  | { readonly why: string; readonly absent?: true; readonly tooLong?: true };

/**
 * Reads the tool calls of a text, or of a list as APIs return it.
 *
 * Thoughts are left out, so a tag quoted in them is no call.
 *
 * A list holds `{ function: { name, arguments } }` (OpenAI; the arguments may be JSON text), `{ name, arguments }`,
 * `{ name, parameters }`, `{ name, kwargs }` or `{ NAME: arguments }`.
 *
 * ```ts doctest
 * import { readToolCalls } from "@guerdon/verify/tools";
 * readToolCalls('<tool_call>\n{"name": "f", "parameters": {"a": 1}}\n</tool_call>') // => { calls: [{ name: "f", arguments: { a: 1 } }] }
 * ```
 */
export function readToolCalls(source: Json | undefined, options: ReadCallsOptions = {}): CallsRead {
  if (source === undefined || source === null) return { why: "there is no text and no call", absent: true };
  if (typeof source !== "string") return Array.isArray(source) ? callsOf(source) : callsOf([source]);
  const { limitCharacters = 1_048_576 } = options;
  if (source.length > limitCharacters) {
    return { why: `expected at most ${limitCharacters} characters, got ${source.length}`, tooLong: true };
  }
  const { thoughtsEnd = "</think>" } = options;
  const end = thoughtsEnd === "" ? -1 : source.indexOf(thoughtsEnd);
  const text = end < 0 ? source : source.slice(end + thoughtsEnd.length);
  return READERS[options.syntax ?? "auto"](text, options.open ?? "<tool_call>", options.close ?? "</tool_call>");
}

type Reader = (text: string, open: string, close: string) => CallsRead;

const READERS: { readonly [syntax in CallSyntax]: Reader } = {
  tagged: readTagged,
  python: (text) => {
    const bare = unfenced(text);
    return bare === "" ? { why: "the text is empty", absent: true } : finish(parsePythonCalls(bare));
  },
  json: (text) => readJson(jsonText(text)),
  auto: (text, open, close) => {
    if (text.includes(open) || text.includes(close)) return readTagged(text, open, close);
    const bare = unfenced(text);
    if (bare === "") return { why: "the text is empty", absent: true };
    if (/^\[?\s*[A-Za-z_][\w.]*\s*\(/u.test(bare.slice(0, 300))) return finish(parsePythonCalls(bare));
    if (/^(?:\{|\[\s*[{\]])/u.test(bare.slice(0, 300))) return readJson(bare);
    return { why: "the text calls no tool", absent: true };
  },
};

function unfenced(text: string): string {
  const bare = text.trim();
  if (!bare.startsWith("```")) return bare;
  const line = bare.indexOf("\n");
  const close = bare.lastIndexOf("```");
  return line < 0 || close <= line ? bare : bare.slice(line + 1, close).trim();
}

function readTagged(text: string, open: string, close: string): CallsRead {
  let at = text.indexOf(open);
  if (at < 0) {
    if (text.includes(close)) return { why: `${close} stands without ${open}` };
    return { why: `there is no ${open}`, absent: true };
  }
  const calls: ToolCall[] = [];
  for (; at >= 0; at = text.indexOf(open, at)) {
    const from = at + open.length;
    const to = text.indexOf(close, from);
    if (to < 0) return { why: `${open} is not closed` };
    const block = readBlock(text.slice(from, to));
    if ("why" in block) return block;
    calls.push(...block.calls);
    at = to + close.length;
  }
  return limited({ calls });
}

/** One JSON value over several lines, or one a line. */
function readBlock(block: string): CallsRead {
  const whole = readJson(block);
  if ("calls" in whole || !block.trim().includes("\n")) return whole;
  const calls: ToolCall[] = [];
  for (const line of block.split("\n")) {
    if (line.trim() === "") continue;
    const read = readJson(line);
    if ("why" in read) return read;
    calls.push(...read.calls);
    if (calls.length > MAX_CALLS) break;
  }
  return { calls };
}

function readJson(text: string): CallsRead {
  const parsed = parseExactJson(text);
  if ("why" in parsed) return parsed;
  return callsOf(Array.isArray(parsed.value) ? parsed.value : [parsed.value]);
}

function finish(parsed: Parsed<readonly ToolCall[]>): CallsRead {
  return "why" in parsed ? parsed : limited({ calls: parsed.value });
}

function limited(read: { readonly calls: readonly ToolCall[] }): CallsRead {
  return read.calls.length > MAX_CALLS ? { why: `there are more than ${MAX_CALLS} calls` } : read;
}

function callsOf(values: readonly CallValue[]): CallsRead {
  if (values.length > MAX_CALLS) return { why: `there are more than ${MAX_CALLS} calls` };
  const calls: ToolCall[] = [];
  for (const value of values) {
    const call = callOf(value);
    if (typeof call === "string") return { why: call };
    calls.push(call);
  }
  return { calls };
}

const ARGUMENT_KEYS = ["arguments", "parameters", "kwargs"] as const;

function callOf(value: CallValue): ToolCall | string {
  if (!isRecord(value)) return "a call is no object";
  if (isRecord(value.function)) return callOf(value.function);
  if (typeof value.name === "string") {
    const key = ARGUMENT_KEYS.find((name) => Object.hasOwn(value, name));
    if (key === undefined) return `the call of ${shortened(value.name)} has no arguments`;
    const found = argumentsOf(value[key] as CallValue);
    return found === undefined
      ? `the arguments of ${shortened(value.name)} are no object`
      : { name: value.name, arguments: found };
  }
  const [name, ...others] = Object.keys(value);
  const found = name === undefined || others.length > 0 ? undefined : value[name];
  return isRecord(found) ? { name: name as string, arguments: found } : "a call has no name";
}

function argumentsOf(value: CallValue): CallArguments | undefined {
  if (isRecord(value)) return value;
  if (value === null || value === "") return {};
  const parsed = typeof value === "string" ? parseExactJson(value) : undefined;
  return parsed !== undefined && "value" in parsed && isRecord(parsed.value) ? parsed.value : undefined;
}

/** A value as plain JSON, whole floats as the numbers they are. */
export function plainValue(value: CallValue): Json {
  if (value instanceof WholeFloat) return value.value;
  if (Array.isArray(value)) return value.map((entry: CallValue) => plainValue(entry));
  if (!isRecord(value)) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plainValue(entry)]));
}

export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
