import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { EnvironmentStep } from "../environment/environment-kind.ts";
import type { EpisodeSession, WrongAction } from "../environment/episode-session.ts";
import { failureText } from "../mapping/failure-text.ts";
import { jsonSchema } from "../mapping/message-schema.ts";

const toolAction = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("list_tools") }),
  z.strictObject({
    type: z.literal("call_tool"),
    tool_name: z.string(),
    arguments: z.record(z.string(), jsonSchema).default({}),
  }),
]);

/**
 * Makes the step of an action; `metadata`, which every action may have, is left out.
 *
 * In an environment with tools `list_tools` and `call_tool` are actions too, and need no reset before them.
 */
export async function stepAction(
  session: EpisodeSession,
  { metadata: _, ...action }: { readonly [field: string]: Json },
  timeoutMs?: number,
): Promise<EnvironmentStep | WrongAction> {
  const isTool = action.type === "list_tools" || action.type === "call_tool";
  if (session.kind.tools === undefined || !isTool) return session.step(action, timeoutMs);
  const parsed = toolAction.safeParse(action);
  if (!parsed.success) return { issues: parsed.error.issues };
  const going = { terminated: false, truncated: false };
  if (parsed.data.type === "list_tools") {
    const tools = session.kind.tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      input_schema: inputSchema,
    }));
    return { observation: { tools }, ...going };
  }
  const { tool_name, arguments: args } = parsed.data;
  const known = session.kind.tools.some(({ name }) => name === tool_name);
  if (!known)
    return { observation: toolFailure(tool_name, "tool_not_found", `Tool not found: ${tool_name}`), ...going };
  try {
    return { observation: { tool_name, result: await session.callTool(tool_name, args), error: null }, ...going };
  } catch (error) {
    return { observation: toolFailure(tool_name, "execution_error", failureText(error)), ...going };
  }
}

function toolFailure(tool_name: string, error_type: string, message: string): { [field: string]: Json } {
  return { tool_name, result: null, error: { error_type, message } };
}
