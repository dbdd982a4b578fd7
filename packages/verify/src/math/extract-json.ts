import { repairEscapes } from "./repair-escapes.ts";

const KEY = /"?(?:final[_ ]?)?answer\\?"\s*:\s*/gi;

/** The last `"answer": …` of a text that is, contains or once was JSON; the text around the value may be broken. */
export function extractJson(text: string): string | undefined {
  const open = text.indexOf("{");
  if (open < 0 || !/answer\\?"/i.test(text)) return undefined;
  let at = -1;
  KEY.lastIndex = open;
  for (let found = KEY.exec(text); found; found = KEY.exec(text)) at = KEY.lastIndex;
  return at < 0 ? undefined : readValue(text, at);
}

function readValue(text: string, at: number): string {
  const first = text[at];
  if (first === '"') return repairEscapes(readString(text, at + 1)).trim();
  if (first === "\\" && text[at + 1] === '"')
    return readString(text, at + 2)
      .replace(/\\+$/, "")
      .trim();
  if (first === "{" || first === "[") return readNested(text, at);
  const end = /[\n\r}]|,\s*"|\/\//.exec(text.slice(at, at + 2000));
  return text
    .slice(at, end ? at + end.index : at + 2000)
    .replace(/[,`\s]+$/, "")
    .trim();
}

/** Up to the quote that ends the value: one followed by a comma, a bracket, a line end or the text's end. */
function readString(text: string, from: number): string {
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") {
      i++;
      continue;
    }
    if (c === '"' && /^[\s`.]*(?:[,}\]]|$|\n|\/\/)/.test(text.slice(i + 1, i + 40))) return text.slice(from, i);
  }
  return text.slice(from);
}

/** `{"glasses": 86, "plates": 42}` or `[1, 2]` as the list of its values. */
function readNested(text: string, at: number): string {
  const close = text[at] === "{" ? "}" : "]";
  const end = text.indexOf(close, at);
  const inner = text.slice(at + 1, end < 0 ? at + 2000 : end);
  return inner
    .replace(/"[^"\n]*"\s*:/g, "")
    .replace(/["\n]/g, " ")
    .replace(/\s+/g, " ")
    .replace(/,\s*$/, "")
    .trim();
}
