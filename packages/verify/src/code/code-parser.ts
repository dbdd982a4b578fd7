import { missingEngine } from "../instruction/missing-engine.ts";
import type { CodeLanguage } from "./code-languages.ts";
import type { CodeTree } from "./code-tree.ts";

/** Nodes of a tree; a text with more is not read. */
const LIMIT_NODES = 300_000;

interface Cursor {
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly currentFieldName: string | null;
  readonly startIndex: number;
  readonly endIndex: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}

interface Parser {
  setLanguage(language: unknown): unknown;
  parse(text: string): { walk(): Cursor; delete(): void } | null;
}

const parsers = new Map<CodeLanguage, Promise<Parser>>();

/**
 * Reads a program into columns with `web-tree-sitter` and the grammars of `@vscode/tree-sitter-wasm`.
 *
 * @returns the tree, or why there is none
 * @throws RewardError GUERDON_ENGINE_MISSING when one of the packages is not installed
 */
export async function parseCode(text: string, language: CodeLanguage): Promise<CodeTree | { readonly why: string }> {
  let loading = parsers.get(language);
  if (loading === undefined) {
    loading = load(language);
    parsers.set(language, loading);
    loading.catch(() => parsers.delete(language));
  }
  const parsed = (await loading).parse(text);
  if (parsed === null) return { why: "the parser gave it up" };
  const cursor = parsed.walk();
  try {
    return readTree(cursor, text, language);
  } finally {
    cursor.delete();
    parsed.delete();
  }
}

async function load(language: CodeLanguage): Promise<Parser> {
  const [{ createRequire }, { dirname, join }] = await Promise.all([import("node:module"), import("node:path")]);
  let engine: typeof import("web-tree-sitter");
  try {
    engine = await import("web-tree-sitter");
  } catch (cause) {
    throw missingEngine("web-tree-sitter", cause);
  }
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve("@vscode/tree-sitter-wasm/package.json"));
  } catch (cause) {
    throw missingEngine("@vscode/tree-sitter-wasm", cause);
  }
  await engine.Parser.init();
  const parser = new engine.Parser();
  parser.setLanguage(await engine.Language.load(join(folder, "wasm", `tree-sitter-${language}.wasm`)));
  return parser as unknown as Parser;
}

function readTree(cursor: Cursor, text: string, language: CodeLanguage): CodeTree | { readonly why: string } {
  const types: string[] = [];
  const fields: (string | null)[] = [];
  const named: number[] = [];
  const parent: number[] = [];
  const start: number[] = [];
  const end: number[] = [];
  const last: number[] = [];
  const open: number[] = [];
  let broken = -1;
  const indented = language === "python" && /^(?:[ \t]*(?:#.*)?\n)*[ \t]+(?=[^\s#])/u.test(text);
  for (;;) {
    const node = types.length;
    if (node >= LIMIT_NODES) return { why: `it has more than ${LIMIT_NODES} syntax nodes` };
    const type = cursor.nodeType;
    types.push(type);
    fields.push(cursor.currentFieldName);
    named.push(cursor.nodeIsNamed ? 1 : 0);
    parent.push(open.at(-1) ?? -1);
    start.push(cursor.startIndex);
    end.push(cursor.endIndex);
    last.push(node + 1);
    const empty = type === "block" && language === "python" && cursor.startIndex === cursor.endIndex;
    if (broken === -1 && (indented || empty || type === "ERROR" || cursor.nodeIsMissing)) broken = node;
    if (cursor.gotoFirstChild()) {
      open.push(node);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      const up = open.pop();
      if (up === undefined || !cursor.gotoParent()) {
        return {
          language,
          text,
          types,
          fields,
          named: Uint8Array.from(named),
          parent: Int32Array.from(parent),
          start: Int32Array.from(start),
          end: Int32Array.from(end),
          last: Int32Array.from(last),
          broken,
        };
      }
      last[up] = types.length;
    }
  }
}
