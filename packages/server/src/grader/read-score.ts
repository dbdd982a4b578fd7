/**
 * The number a model answers: `{"score": n}`, or a text that is a number.
 *
 * ```ts doctest
 * import { readScore } from "@guerdon/server/grader";
 * [readScore('{"score": 0.5}'), readScore(" 0.5\n"), readScore("about 0.5")] // => [0.5, 0.5, undefined]
 * ```
 */
export function readScore(text: string): number | undefined {
  const value = fieldOf(text, "score") ?? text.trim();
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** The label a model answers: `{"label": …}`, or a text that is a label. */
export function readLabel(text: string, labels: readonly string[]): string | undefined {
  const value = fieldOf(text, "label") ?? text.trim();
  return labels.find((label) => label === value);
}

function fieldOf(text: string, name: string): unknown {
  try {
    const json = JSON.parse(text) as { readonly [name: string]: unknown } | null;
    return typeof json === "object" && json !== null && Object.hasOwn(json, name) ? json[name] : undefined;
  } catch {
    return undefined;
  }
}
