import { RewardError } from "@guerdon/core/error";
import { type CallValue, isRecord, type ToolCall } from "./tool-call.ts";
import { type CallFault, type ParameterCheck, parameterCheck, valueFault } from "./value-fault.ts";

/** A function as prompts describe it: parameters by JSON-Schema-like properties, types in Python's or JSON's words. */
export interface ToolDescription {
  readonly name: string;
  readonly parameters: {
    readonly properties: { readonly [name: string]: CallValue };
    readonly required?: readonly string[] | undefined;
  };
}

/** One call with the accepted values of each parameter; "" lets the parameter be left out: `{ f: { a: [1], b: ["x", ""] } }`. */
export type AcceptedCall = { readonly [name: string]: { readonly [parameter: string]: readonly CallValue[] } };

/** Undefined when the calls are accepted, else what is wrong. */
export type CallChecker = (calls: readonly ToolCall[]) => CallFault | undefined;

/**
 * Makes the function that checks calls against the accepted ones as BFCL does.
 *
 * Several gold calls are looked for in any order, each in the first call that fits. Types follow the descriptions:
 * an integer is a float, a list is a tuple, a value that has the type of an accepted answer instead of the described
 * one is a variable. Texts are compared without blanks, punctuation and case; `dict` and lists of `dict` by key.
 *
 * ```ts doctest
 * import { compileCallCheck } from "@guerdon/verify/tools";
 * const area = { name: "area", parameters: { properties: { base: { type: "float" } }, required: ["base"] } };
 * const judge = compileCallCheck([area], [{ area: { base: [10] } }]);
 * [judge([{ name: "area", arguments: { base: 10 } }]), judge([])?.kind] // => [undefined, "wrong-count"]
 * ```
 *
 * @throws RewardError GUERDON_OPTION when a gold call names no described function or a type is not known
 */
export function compileCallCheck(
  tools: readonly ToolDescription[],
  accepted: readonly AcceptedCall[],
  order: "free" | "strict" = "free",
): CallChecker {
  const golds = accepted.map((gold) => goldCheck(tools, gold));
  return (calls) => {
    if (calls.length !== golds.length) {
      return { kind: "wrong-count", why: `there are ${calls.length} calls, not ${golds.length}` };
    }
    if (golds.length === 1 || order === "strict") return firstFault(calls, golds);
    const taken = new Set<number>();
    for (const gold of golds) {
      let closest: CallFault | undefined;
      const found = calls.findIndex((call, i) => {
        if (taken.has(i)) return false;
        const fault = callFault(call, gold);
        if (fault !== undefined) closest = closer(closest, fault);
        return fault === undefined;
      });
      if (found < 0)
        return { kind: (closest as CallFault).kind, why: `no call fits ${gold.name}: ${(closest as CallFault).why}` };
      taken.add(found);
    }
    return undefined;
  };
}

function firstFault(calls: readonly ToolCall[], golds: readonly GoldCheck[]): CallFault | undefined {
  for (let i = 0; i < golds.length; i++) {
    const fault = callFault(calls[i] as ToolCall, golds[i] as GoldCheck);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** A call of the right name says more about what is wrong than one of another name. */
function closer(a: CallFault | undefined, b: CallFault): CallFault {
  return a === undefined || (a.kind === "wrong-name" && b.kind !== "wrong-name") ? b : a;
}

interface GoldCheck {
  readonly name: string;
  readonly required: readonly string[];
  readonly parameters: ReadonlyMap<string, ParameterCheck>;
}

function goldCheck(tools: readonly ToolDescription[], gold: AcceptedCall): GoldCheck {
  const [name = "", ...others] = Object.keys(gold);
  const tool = tools.find((candidate) => candidate.name === name);
  const answers = gold[name];
  if (tool === undefined || answers === undefined || others.length > 0) {
    throw new RewardError("GUERDON_OPTION", `Expected a gold call to name a described function, got \`${name}\`.`, {
      hint: "Give each gold call as `{ NAME: { PARAMETER: [accepted, …] } }` with a function of the list.",
      details: { name, functions: tools.map((candidate) => candidate.name) },
    });
  }
  const parameters = new Map<string, ParameterCheck>();
  for (const [parameter, accepted] of Object.entries(answers)) {
    const description = Object.hasOwn(tool.parameters.properties, parameter)
      ? tool.parameters.properties[parameter]
      : undefined;
    if (description === undefined) continue;
    const check = Array.isArray(accepted) ? parameterCheck(description, accepted) : undefined;
    if (check === undefined) {
      throw new RewardError(
        "GUERDON_OPTION",
        `Expected \`${parameter}\` of \`${name}\` to have a known type and a list of answers, got neither.`,
      );
    }
    parameters.set(parameter, check);
  }
  return { name, required: tool.parameters.required ?? [], parameters };
}

function callFault(call: ToolCall, gold: GoldCheck): CallFault | undefined {
  if (call.name !== gold.name) return { kind: "wrong-name", why: `${cut(call.name)} is called, not ${gold.name}` };
  const given = call.arguments;
  for (const parameter of gold.required) {
    if (!Object.hasOwn(given, parameter)) return { kind: "missing-required", why: `${parameter} is missing` };
  }
  for (const parameter of Object.keys(given)) {
    const check = gold.parameters.get(parameter);
    if (check === undefined) return { kind: "unexpected-parameter", why: `there is no ${cut(parameter)} to give` };
    const fault = valueFault(parameter, given[parameter] as CallValue, check);
    if (fault !== undefined) return fault;
  }
  for (const [parameter, { optional }] of gold.parameters) {
    if (!optional && !Object.hasOwn(given, parameter))
      return { kind: "missing-optional", why: `${parameter} is left out` };
  }
  return undefined;
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

/** Tells whether a value looks like a list of descriptions. */
export function isDescriptions(value: unknown): value is readonly ToolDescription[] {
  return (
    Array.isArray(value) &&
    value.every(
      (tool) =>
        isRecord(tool) &&
        typeof tool.name === "string" &&
        isRecord(tool.parameters) &&
        isRecord(tool.parameters.properties),
    )
  );
}
