import type { ToolCall } from "./index.ts";

/** A call of the tool f, and of the tool g. */
export const f = (given: ToolCall["arguments"]): ToolCall => ({ name: "f", arguments: given });
export const g = (given: ToolCall["arguments"]): ToolCall => ({ name: "g", arguments: given });

/** A call as one line of JSON. */
const line = (call: ToolCall): string => JSON.stringify({ name: call.name, parameters: call.arguments });

/** Calls in the tags of a model, one a line. */
export const tagged = (...calls: readonly ToolCall[]): string =>
  `<tool_call>\n${calls.map(line).join("\n")}\n</tool_call>`;
