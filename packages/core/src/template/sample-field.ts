import type { Json } from "../signal/json.ts";
import { failed, type Missing } from "../signal/outcome.ts";
import type { Message, Rollout } from "../signal/rollout.ts";
import type { SampleField } from "./parse-template.ts";

/** A field's value, or why there is none. */
export type FieldValue = { readonly value: Json } | { readonly missing: Missing };

/** Reads one field of what the policy wrote, under the names grader files use. */
export function sampleField(rollout: Rollout, field: SampleField): FieldValue {
  return READERS[field](rollout);
}

const READERS: { readonly [field in SampleField]: (rollout: Rollout) => FieldValue } = {
  output_text: (rollout) => {
    const text = outputText(rollout);
    return text === undefined ? { missing: withoutText(rollout) } : { value: text };
  },
  output_json: outputJson,
  output_tools: (rollout) => ({ value: rollout.completion.flatMap(toolCalls) }),
  messages: (rollout) => ({ value: [...rollout.prompt, ...rollout.completion] }),
  prompt: (rollout) => ({ value: rollout.prompt }),
  tokens: ({ tokens, ...rollout }) => present(tokens && Array.from(tokens.ids), rollout, "a token trace"),
  logprobs: ({ tokens, ...rollout }) =>
    present(tokens?.logprobs && Array.from(tokens.logprobs), rollout, "log-probabilities of its tokens"),
  steps: ({ steps, ...rollout }) => present(steps as Json | undefined, rollout, "steps"),
  meta: ({ meta, ...rollout }) => present(meta, rollout, "meta"),
  id: ({ id }) => ({ value: id }),
  group: ({ group }) => ({ value: group }),
};

function present(value: Json | undefined, rollout: Pick<Rollout, "id">, what: string): FieldValue {
  if (value !== undefined) return { value };
  return { missing: failed("task", `Expected rollout \`${rollout.id}\` to have ${what}, got none.`) };
}

/** An answer without text is the candidate's doing; a row without an answer is not. */
function withoutText({ id, completion }: Rollout): Missing {
  return completion.some(({ role }) => role === "assistant")
    ? failed("candidate", `Expected the completion of rollout \`${id}\` to have text, got none.`)
    : failed("task", `Expected rollout \`${id}\` to have a message of the assistant, got none.`);
}

/** The text of the last assistant message that has any. */
function outputText({ completion }: Rollout): string | undefined {
  for (let i = completion.length - 1; i >= 0; i--) {
    const message = completion[i] as Message;
    if (message.role !== "assistant") continue;
    const text = textOf(message.content);
    if (text !== undefined) return text;
  }
  return undefined;
}

function textOf(content: Json): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  const texts = content.map((part) => (part as { readonly text?: Json } | null)?.text);
  return texts.some((text) => typeof text === "string")
    ? texts.filter((t) => typeof t === "string").join("")
    : undefined;
}

function outputJson(rollout: Rollout): FieldValue {
  const text = outputText(rollout);
  if (text === undefined) return { missing: withoutText(rollout) };
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { missing: failed("candidate", "Expected the output to be JSON, got text that does not parse.") };
  }
}

function toolCalls(message: Message): readonly Json[] {
  return Array.isArray(message.tool_calls) ? message.tool_calls : [];
}
