/** A statement that names another module. */
export interface ModuleLink {
  readonly specifier: string;
  /** Names taken from it, as they are called there and here; all of them when absent. */
  readonly names?: readonly { readonly there: string; readonly here: string }[];
  readonly isExport: boolean;
}

/** Code without lines that are comments and without empty lines. */
export function withoutComments(code: string): string {
  let inBlock = false;
  const kept = code.split("\n").filter((line) => {
    const text = line.trim();
    if (inBlock) {
      inBlock = !text.includes("*/");
      return false;
    }
    if (text.startsWith("/*")) {
      inBlock = !text.includes("*/");
      return false;
    }
    return text !== "" && !text.startsWith("//");
  });
  return `${kept.join("\n")}\n`;
}

const STATEMENT = /^(import|export) (type )?([\w${},*\s]+?) from "([^"]+)";$/gm;
const SIDE_EFFECT = /^import "([^"]+)";$/gm;
const LAZY = /\bimport\(\s*"([^"]+)"/g;
const PROGRAM = /new URL\([`"](\.\.?\/[^`"$]+)/g;

/** What a module names: static imports and exports that are no types, lazy imports, programs of other processes. */
export function linksOf(code: string): readonly ModuleLink[] {
  const links: ModuleLink[] = [];
  for (const [, keyword, type, clause, specifier] of code.matchAll(STATEMENT)) {
    if (type !== undefined) continue;
    const names = namesOf(clause as string);
    if (names?.length === 0) continue;
    links.push({ specifier: specifier as string, isExport: keyword === "export", ...(names && { names }) });
  }
  for (const pattern of [SIDE_EFFECT, LAZY, PROGRAM]) {
    for (const [, specifier] of code.matchAll(pattern)) links.push({ specifier: specifier as string, isExport: false });
  }
  return links;
}

/** Names in braces that are no types; nothing when all of a module is taken. */
function namesOf(clause: string): ModuleLink["names"] {
  const braces = /\{([^}]*)\}/.exec(clause)?.[1];
  if (braces === undefined || clause.includes("*")) return undefined;
  return braces
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "))
    .map((name) => {
      const [there, here = there] = name.split(" as ") as [string, string?];
      return { there, here };
    });
}
