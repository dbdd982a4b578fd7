import { hash } from "node:crypto";
import type { Message } from "@guerdon/core/signal";

const DIGITS = 16;

/** The name of the group that all rollouts of this prompt share; none for a prompt without text. */
export function promptGroup(prompt: readonly Message[]): string | undefined {
  if (prompt.every(({ content }) => content === null || content === "")) return undefined;
  const only = prompt.length === 1 ? (prompt[0] as Message) : undefined;
  const isPlain = only?.role === "user" && typeof only.content === "string";
  const text = isPlain ? (only.content as string) : JSON.stringify(prompt);
  return `prompt-${hash("sha256", text).slice(0, DIGITS)}`;
}
