import { hash } from "node:crypto";
import { canonicalJson } from "@guerdon/core/hash";
import type { Message } from "@guerdon/core/signal";

const DIGITS = 16;

/**
 * The name of the group that all rollouts of a prompt share, by the prompt's content.
 *
 * A single message of a user is named by its text alone, so that a string and a list with it are one prompt.
 *
 * ```ts doctest
 * import { promptGroup } from "@guerdon/server/adapter";
 * promptGroup([{ role: "user", content: "1 + 1?" }]) === promptGroup([{ content: "1 + 1?", role: "user" }]) // => true
 * ```
 */
export function promptGroup(prompt: readonly Message[]): string {
  const only = prompt.length === 1 ? (prompt[0] as Message) : undefined;
  const isPlain = only?.role === "user" && typeof only.content === "string";
  return `prompt-${contentHash(isPlain ? (only.content as string) : canonicalJson(prompt)).slice(0, DIGITS)}`;
}

/** SHA-256 of a text, as hexadecimal digits. */
export function contentHash(text: string): string {
  return hash("sha256", text);
}
