import type { ToolDescription } from "./compile-call-check.ts";
import { PARAMETER_TYPES, pythonType } from "./python-type.ts";
import { type CallValue, isRecord, type ToolCall } from "./tool-call.ts";

/**
 * What keeps a call from being valid for the described functions, or undefined: its name exists, required parameters
 * are there, values have the described type. Unlike a check against answers it knows nothing of right values.
 */
export function callDefect(tools: readonly ToolDescription[], call: ToolCall): string | undefined {
  const tool = tools.find(({ name }) => name === call.name);
  if (tool === undefined) return "there is no such tool";
  const { properties, required = [] } = tool.parameters;
  const missing = required.find((parameter) => !Object.hasOwn(call.arguments, parameter));
  if (missing !== undefined) return `${missing} is missing`;
  for (const [parameter, value] of Object.entries(call.arguments)) {
    if (!Object.hasOwn(properties, parameter)) return "a parameter is not described";
    if (!hasType(value, properties[parameter] as CallValue)) return `${parameter} has another type`;
  }
  return undefined;
}

function hasType(value: CallValue, description: CallValue): boolean {
  if (!isRecord(description) || typeof description.type !== "string" || description.type === "any") return true;
  const expected = PARAMETER_TYPES[description.type];
  const type = pythonType(value);
  if (expected === undefined || type === expected) return true;
  return (expected === "float" && type === "int") || (expected === "list" && type === "tuple");
}
