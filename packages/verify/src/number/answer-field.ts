/** The answer field of a JSON solution, or why there is none. */
export type AnswerField = { readonly text: string } | { readonly why: string };

const ABSENT: AnswerField = { why: "there is no answer field" };

/**
 * The last field of that name in a JSON solution, also one that is fenced, badly escaped or cut off after the field.
 *
 * An object that parses, with no such field after it, is read as JSON: the field of its top level. Else the last `"answer":` outside any string
 * counts; a value that is cut off counts as none.
 *
 * ```ts doctest
 * import { answerField } from "@guerdon/verify/number";
 * answerField('{"reasoning": "costs \\$5", "answer": "18"', "answer") // => { text: "18" }
 * ```
 */
export function answerField(text: string, key: string): AnswerField {
  const parsed = parsedField(text, key);
  if (parsed !== undefined) return parsed;
  const quoted = `"${key}"`;
  for (let at = text.lastIndexOf(quoted); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(quoted, at - 1)) {
    if (text[at - 1] === "\\") continue;
    const colon = skipSpaces(text, at + quoted.length);
    if (text[colon] === ":") return valueAfter(text, skipSpaces(text, colon + 1));
  }
  return ABSENT;
}

function parsedField(text: string, key: string): AnswerField | undefined {
  const end = text.lastIndexOf("}") + 1;
  const body = text.slice(text.indexOf("{"), end);
  if (!body.startsWith("{") || text.indexOf(`"${key}"`, end) >= 0) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const field = Object.hasOwn(value as object, key) ? (value as { readonly [key: string]: unknown })[key] : undefined;
  if (typeof field === "string") return { text: field };
  if (typeof field === "number") return { text: String(field) };
  return field === undefined ? ABSENT : { why: "the answer field holds no number" };
}

function valueAfter(text: string, from: number): AnswerField {
  if (text[from] !== '"') {
    const end = text.slice(from, from + 200).search(/[,}\]\r\n]/u);
    return end < 0 ? { why: "the answer field is cut off" } : { text: text.slice(from, from + end) };
  }
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === '"') return { text: text.slice(from + 1, i) };
  }
  return { why: "the answer field is cut off" };
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) <= 0x20 || text.charCodeAt(at) === 0xa0)) at++;
  return at;
}
