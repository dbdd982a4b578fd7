import type { Json } from "@guerdon/core/signal";
import { parsePythonLiteral } from "../tools/parse-calls.ts";
import { plainValue } from "../tools/read-tool-calls.ts";

/** A call with what is named in `fields` and the rest in order. */
export interface ActionCall {
  readonly name: string;
  readonly fields: { readonly [name: string]: Json };
  readonly places: readonly Json[];
}

const CALL = /[A-Za-z_][\w.]{0,60}\s{0,4}\(/gu;
const MOST_CALLS = 20;

/** The calls of a text whose names `accepts`, as far as they can be read; nothing is evaluated. */
export function readActionCalls(text: string, accepts: (name: string) => boolean): readonly (ActionCall | string)[] {
  const calls: (ActionCall | string)[] = [];
  CALL.lastIndex = 0;
  for (let found = CALL.exec(text); found !== null && calls.length < MOST_CALLS; found = CALL.exec(text)) {
    const name = found[0].slice(0, -1).trim();
    if (!accepts(name)) continue;
    const parts = splitArguments(text, CALL.lastIndex);
    if (parts === undefined) return [...calls, `the call of ${name} does not end`];
    CALL.lastIndex = parts.end;
    calls.push(callOf(name, parts.arguments));
  }
  return calls;
}

function callOf(name: string, parts: readonly string[]): ActionCall | string {
  const fields: [string, Json][] = [];
  const places: Json[] = [];
  for (const part of parts) {
    const named = /^\s*([A-Za-z_]\w*)\s*=(?!=)/u.exec(part);
    const parsed = parsePythonLiteral(named === null ? part : part.slice(named[0].length));
    if ("why" in parsed) return `${name}: ${parsed.why}`;
    const value = plainValue(parsed.value);
    if (named === null) places.push(value);
    else fields.push([named[1] as string, value]);
  }
  return { name, fields: Object.fromEntries(fields), places };
}

interface Parts {
  readonly arguments: readonly string[];
  readonly end: number;
}

/** Splits at commas outside of strings and brackets, up to the bracket that closes the call. */
function splitArguments(text: string, start: number): Parts | undefined {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let from = start;
  for (let at = start; at < text.length; at++) {
    const sign = text[at] as string;
    if (quote !== "") {
      if (sign === "\\") at++;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "(" || sign === "[" || sign === "{") depth++;
    else if (depth > 0 && (sign === ")" || sign === "]" || sign === "}")) depth--;
    else if (depth === 0 && (sign === "," || sign === ")")) {
      const part = text.slice(from, at);
      if (part.trim() !== "") parts.push(part);
      if (sign === ")") return { arguments: parts, end: at + 1 };
      from = at + 1;
    }
  }
  return undefined;
}
