/** Text that is safe to stand in a page as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: markup as it is, anything else escaped, nothing for null and undefined. */
export type HtmlPart = Html | string | number | null | undefined | readonly HtmlPart[];

/**
 * Puts values into markup. Every string is escaped; only `Html` is not.
 *
 * Control characters and marks that turn the direction of text become visible, so that a hostile text can
 * neither add an element nor read differently from what it holds.
 */
export function html(markup: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(markup.reduce((page, piece, index) => page + textOf(parts[index - 1]) + piece));
}

function textOf(part: HtmlPart): string {
  if (part === undefined || part === null) return "";
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return (part as readonly HtmlPart[]).map(textOf).join("");
  return escapeText(String(part));
}

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const CONTROL_PICTURES = 0x2400;
const DELETE_PICTURE = "\u2421";
/** Controls but tab and newline, line separators, direction marks, lone surrogates. */
const HIDDEN = /(?![\t\n])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

function escapeText(text: string): string {
  return text.replace(HIDDEN, visible).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (character === "\r") return "";
  if (code < 0x20) return String.fromCharCode(CONTROL_PICTURES + code);
  return code === 0x7f ? DELETE_PICTURE : `\\u${code.toString(16).padStart(4, "0")}`;
}
