import type { AcceptedCall, ToolDescription } from "./compile-call-check.ts";
import { pythonType, standardValue } from "./python-type.ts";
import { type CallArguments, type CallValue, equalValues, isRecord, type ToolCall, WholeFloat } from "./tool-call.ts";
import type { CallFaultKind } from "./value-fault.ts";

export interface CallCase {
  readonly id: string;
  readonly category: "simple" | "multiple" | "parallel" | "parallel_multiple";
  readonly functions: readonly ToolDescription[];
  readonly ground_truth: readonly AcceptedCall[];
}

/** A wrong list of calls with the reasons for which it may be turned down. */
export interface Mutation {
  readonly what: string;
  readonly calls: readonly ToolCall[];
  readonly kinds: readonly CallFaultKind[];
}

/** The calls that take the first accepted value of each described parameter; "" leaves it out unless it is required. */
export function goldCalls({
  functions,
  ground_truth,
}: Pick<CallCase, "functions" | "ground_truth">): readonly ToolCall[] {
  return ground_truth.map((gold) => {
    const [name = ""] = Object.keys(gold);
    const { properties, required = [] } = (functions.find((tool) => tool.name === name) as ToolDescription).parameters;
    const given = Object.entries(gold[name] ?? {}).flatMap(([parameter, answers]) => {
      const answer = required.includes(parameter) ? answers.find((one) => one !== "") : answers[0];
      return answer === "" || !Object.hasOwn(properties, parameter)
        ? []
        : [[parameter, picked(answer as CallValue)] as const];
    });
    return { name, arguments: Object.fromEntries(given) };
  });
}

/** Objects of answers hold lists of accepted values. */
function picked(answer: CallValue): CallValue {
  if (Array.isArray(answer)) return answer.map((entry: CallValue) => (isRecord(entry) ? pickedRecord(entry) : entry));
  return isRecord(answer) ? pickedRecord(answer) : answer;
}

function pickedRecord(answer: CallArguments): CallArguments {
  return Object.fromEntries(
    Object.entries(answer).flatMap(([key, values]) => {
      if (!Array.isArray(values)) return [[key, values]];
      return values[0] === "" ? [] : [[key, values[0] as CallValue]];
    }),
  );
}

const VALUE: readonly CallFaultKind[] = [
  "wrong-text",
  "wrong-list",
  "wrong-key",
  "wrong-entry",
  "wrong-length",
  "wrong-value",
];
const TYPE: readonly CallFaultKind[] = ["wrong-type", "wrong-element-type"];

/** Wrong versions of the gold calls of a case. */
export function mutations(row: CallCase): readonly Mutation[] {
  const calls = goldCalls(row);
  const out: Mutation[] = [
    { what: "no call", calls: [], kinds: ["wrong-count"] },
    { what: "a call repeated", calls: [...calls, calls[0] as ToolCall], kinds: ["wrong-count"] },
    {
      what: "a foreign call added",
      calls: [...calls, { name: "no_such_tool", arguments: {} }],
      kinds: ["wrong-count"],
    },
    {
      what: "every name with a tail",
      calls: calls.map((c) => ({ ...c, name: `${c.name}_v2` })),
      kinds: ["wrong-name"],
    },
    {
      what: "every name in other case",
      calls: calls.map((c) => ({ ...c, name: otherCase(c.name) })),
      kinds: ["wrong-name"],
    },
  ];
  if (calls.length > 1) out.push({ what: "the last call left out", calls: calls.slice(0, -1), kinds: ["wrong-count"] });
  calls.forEach((call, at) => {
    for (const { what, call: wrong, kinds } of wrongCalls(call, row, at)) {
      const all = calls.map((one, i) => (i === at ? wrong : one));
      out.push({ what: `call ${at}: ${what}`, calls: all, kinds });
    }
  });
  return out;
}

function wrongCalls(
  call: ToolCall,
  row: CallCase,
  at: number,
): readonly { what: string; call: ToolCall; kinds: readonly CallFaultKind[] }[] {
  const tool = row.functions.find(({ name }) => name === call.name) as ToolDescription;
  const required = tool.parameters.required ?? [];
  const given = Object.entries(call.arguments);
  const with_ = (entries: readonly (readonly [string, CallValue])[]): ToolCall => ({
    name: call.name,
    arguments: Object.fromEntries(entries),
  });
  const out = [
    {
      what: "an extra parameter",
      call: with_([...given, ["no_such_parameter", 1]]),
      kinds: ["unexpected-parameter"] as CallFaultKind[] as readonly CallFaultKind[],
    },
  ];
  const answers = row.ground_truth[at]?.[call.name] ?? {};
  for (const [parameter, value] of given) {
    const others = given.filter(([name]) => name !== parameter);
    const needed = required.includes(parameter);
    if (needed || !answers[parameter]?.includes(""))
      out.push({
        what: `${parameter} left out`,
        call: with_(others),
        kinds: [needed ? "missing-required" : "missing-optional"],
      });
    out.push({
      what: `${parameter} misspelt`,
      call: with_([[`${parameter}_`, value], ...others]),
      kinds: [needed ? "missing-required" : "unexpected-parameter"],
    });
    out.push({
      what: `${parameter} in other case`,
      call: with_([[otherCase(parameter), value], ...others]),
      kinds: [needed ? "missing-required" : "unexpected-parameter"],
    });
    const set = (changed: CallValue): ToolCall =>
      with_(given.map(([name, old]) => [name, name === parameter ? changed : old]));
    out.push({ what: `${parameter} is None`, call: set(null), kinds: TYPE });
    out.push({ what: `${parameter} in a list of a list`, call: set([[value]]), kinds: [...TYPE, ...VALUE] });
    const other = changed(value);
    if (!equalValues(other, value) && !accepts(answers[parameter], other)) {
      out.push({ what: `${parameter} has another value`, call: set(other), kinds: VALUE });
    }
    if (pythonType(value) === "str")
      out.push({ what: `${parameter} with more text`, call: set(`${value as string} or not`), kinds: VALUE });
    if (
      Array.isArray(value) &&
      value.length > 1 &&
      !equalValues([...value].reverse().map(standardValue), value.map(standardValue))
    ) {
      const reversed = [...value].reverse();
      if (!(answers[parameter] ?? []).some((answer) => equalValues(answer, reversed)))
        out.push({ what: `${parameter} in other order`, call: set(reversed), kinds: VALUE });
    }
  }
  for (let i = 1; i < given.length; i++) {
    const [a, first] = given[i - 1] as readonly [string, CallValue];
    const [b, second] = given[i] as readonly [string, CallValue];
    if (accepts(answers[a], second) && accepts(answers[b], first)) continue;
    out.push({
      what: `${a} and ${b} swapped`,
      call: with_(given.map(([name, old]) => [name, name === a ? second : name === b ? first : old])),
      kinds: [...TYPE, ...VALUE],
    });
  }
  return out;
}

function accepts(answers: readonly CallValue[] | undefined, value: CallValue): boolean {
  return (answers ?? []).some((answer) => equalValues(standardValue(answer), standardValue(value)));
}

/** A value of the same type that no case accepts. */
function changed(value: CallValue): CallValue {
  if (typeof value === "string") return `zz${value}`;
  if (typeof value === "number") return value + 977;
  if (value instanceof WholeFloat) return value.value + 977.5;
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) return value.length === 0 ? value : [...value, value[0] as CallValue];
  return isRecord(value) ? { ...value, no_such_key: 1 } : value;
}

function otherCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}
