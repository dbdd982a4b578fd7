const FENCE = "```";

/**
 * The JSON part of an output: the content of its only code fence, or the text as it is.
 *
 * Prose may stand around the fence. With two fences it is not clear which one counts: the text stays as it is
 * and fails to parse.
 *
 * ```ts doctest
 * import { jsonText } from "@guerdon/verify/json";
 * jsonText('Here:\n' + "`".repeat(3) + 'json\n{"a": 1}\n' + "`".repeat(3)) // => '{"a": 1}'
 * ```
 */
export function jsonText(text: string): string {
  const open = text.indexOf(FENCE);
  if (open < 0) return text;
  const line = text.indexOf("\n", open);
  if (line < 0 || !/^(?:json|JSON)?[ \t\r]*$/u.test(text.slice(open + 3, Math.min(line, open + 20)))) return text;
  const close = text.indexOf(FENCE, line);
  if (close < 0 || text.indexOf(FENCE, close + 3) >= 0) return text;
  return text.slice(line + 1, close).trim();
}
