import { FUNCTIONS, JOINERS, LAYOUT, TEXT_COMMANDS } from "./math-words.ts";
import { SyntaxFailure } from "./syntax-failure.ts";
import { type MathToken, matchHere, pushToken, type TokenScan } from "./token-scan.ts";

const COMMAND = /\\([a-zA-Z]+\*?|[\s\S])/y;
const OPEN = /\s*\{/y;
const SPACE: ReadonlySet<string> = new Set(["quad", "qquad", ",", ";", ":", "!", " "]);
const WITH_ARGUMENT: ReadonlySet<string> = new Set(["hspace", "vspace", "color", "phantom"]);
const IGNORED: ReadonlySet<string> = new Set(["$", '"', "'", "_"]);
const SIGNS: Readonly<Record<string, string>> = { "%": "%", "|": "‖", Vert: "‖", lVert: "‖", rVert: "‖" };
// Commands that are more likely escaped twice than a row break before a letter.
const ESCAPED_TWICE = /^(?:(?:dfrac|tfrac|sqrt|pi|left|right|text|cdot|times)\b|frac|end)/;

/** Reads a LaTeX command; `inner` reads the maths that stands inside \text{…}. */
export function scanCommand(scan: TokenScan, inner: (text: string) => readonly MathToken[]): void {
  const name = matchHere(scan, COMMAND)?.[1] ?? "";
  if (name === "\\") doubleBackslash(scan);
  else if (name === "left" || name === "right") {
    if (scan.text[scan.at] === ".") scan.at++;
  } else if (TEXT_COMMANDS.has(name)) textArgument(scan, inner);
  else if (name === "mathrm" || name === "operatorname") roman(scan);
  else if (WITH_ARGUMENT.has(name)) braced(scan);
  else if (SPACE.has(name)) scan.spaced = true;
  else if (LAYOUT.has(name) || IGNORED.has(name)) return;
  else if (name === "begin" || name === "end") environment(scan, name);
  else if (name === "{" || name === "}") {
    scan.brackets += name === "{" ? 1 : -1;
    pushToken(scan, "o", `\\${name}`);
  } else if (Object.hasOwn(SIGNS, name)) pushToken(scan, "o", SIGNS[name] as string);
  else plainCommand(scan, name);
}

function plainCommand(scan: TokenScan, name: string): void {
  const glued = /^q?quad([a-zA-Z])$/.exec(name);
  if (glued) {
    scan.spaced = true;
    pushToken(scan, "i", glued[1] as string);
  } else if (/^[a-zA-Z]+$/.test(name)) pushToken(scan, "c", name);
  else throw new SyntaxFailure(`\\${name}`);
}

/** A row break inside an environment; elsewhere a command that was escaped twice, or a line break. */
function doubleBackslash(scan: TokenScan): void {
  const next = scan.text[scan.at] ?? "";
  const letter = /[a-zA-Z]/.test(next);
  const isRow = scan.environments > 0 && !(letter && ESCAPED_TWICE.test(scan.text.slice(scan.at, scan.at + 8)));
  if (isRow) pushToken(scan, "o", "\\\\");
  else if (letter || "{}%,".includes(next)) {
    if (next === "") scan.spaced = true;
    else scan.at--;
  } else scan.spaced = true;
}

/** The content of `{…}` here, or nothing. */
function braced(scan: TokenScan): string {
  if (!matchHere(scan, OPEN)) return "";
  const start = scan.at;
  let depth = 1;
  while (scan.at < scan.text.length && depth > 0) {
    const c = scan.text[scan.at++];
    if (c === "{") depth++;
    else if (c === "}") depth--;
  }
  return scan.text.slice(start, depth === 0 ? scan.at - 1 : scan.at);
}

function textArgument(scan: TokenScan, inner: (text: string) => readonly MathToken[]): void {
  const raw = braced(scan);
  const content = raw.replace(/\\[a-zA-Z]+|[\\{}$~]/g, " ").trim();
  const joiner = content.toLowerCase().replace(/^,\s*/, "");
  const letter = /^\(?\s*([A-Za-z])\s*\)?$/.exec(content);
  if (content === "") scan.spaced = true;
  else if (JOINERS.has(joiner)) pushToken(scan, "j", joiner);
  else if (letter) pushToken(scan, "t", letter[1] as string);
  else if (/[0-9=<>+^_]/.test(content) || /^[,;.%]$/.test(content)) scan.out.push(...inner(raw));
  else pushToken(scan, "t", content);
}

function roman(scan: TokenScan): void {
  const start = scan.at;
  const content = braced(scan).trim();
  if (FUNCTIONS.has(content)) pushToken(scan, "c", content);
  else if (/^[a-zA-Z]$/.test(content) && content !== "m") pushToken(scan, "i", content);
  else if (/^[a-zA-Z ]+$/.test(content)) pushToken(scan, "t", content);
  else scan.at = start;
}

function environment(scan: TokenScan, which: "begin" | "end"): void {
  const name = braced(scan).replace("*", "");
  if (which === "begin" && name === "array") braced(scan);
  if (/^(?:align|aligned|gather|equation|split|eqnarray)$/.test(name)) return;
  if (!/matrix$|^array$|^cases$/.test(name)) throw new SyntaxFailure(`environment ${name}`);
  const by = which === "begin" ? 1 : -1;
  scan.environments += by;
  scan.brackets += by;
  pushToken(scan, "c", which === "begin" && name === "vmatrix" ? "begindet" : which);
}
