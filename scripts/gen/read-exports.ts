import { join } from "node:path";
import ts from "typescript";
import { type Entry, fromRoot, ROOT } from "./repository.ts";

/** One public export with what its TSDoc says. */
export interface PublicExport {
  readonly name: string;
  readonly kind: "function" | "class" | "type" | "constant";
  readonly specifier: string;
  /** File that declares it, from the root of the repository. */
  readonly path: string;
  /** First sentence of its TSDoc. */
  readonly summary: string;
  readonly papers: readonly string[];
  readonly aliases: readonly string[];
}

/** Reads every export of the entries with the TypeScript compiler. */
export function readExports(entries: readonly Entry[]): readonly PublicExport[] {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.test.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    options,
  );
  const checker = program.getTypeChecker();
  return entries.flatMap(({ specifier, file }) => {
    const source = program.getSourceFile(file);
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    if (module === undefined) return [];
    return checker.getExportsOfModule(module).flatMap((symbol) => exportOf(symbol, specifier, checker));
  });
}

function exportOf(symbol: ts.Symbol, specifier: string, checker: ts.TypeChecker): readonly PublicExport[] {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target.declarations?.[0];
  if (declaration === undefined) return [];
  const tags = target.getJsDocTags(checker);
  const textsOf = (name: string): readonly string[] =>
    tags.filter((tag) => tag.name === name).map((tag) => firstLine(ts.displayPartsToString(tag.text)));
  return [
    {
      name: symbol.name,
      kind: kindOf(target, declaration),
      specifier,
      path: fromRoot(declaration.getSourceFile().fileName),
      summary: firstSentence(ts.displayPartsToString(target.getDocumentationComment(checker))),
      papers: textsOf("paper"),
      aliases: textsOf("alias"),
    },
  ];
}

function kindOf(symbol: ts.Symbol, declaration: ts.Declaration): PublicExport["kind"] {
  if (symbol.flags & ts.SymbolFlags.Class) return "class";
  if (symbol.flags & ts.SymbolFlags.Function) return "function";
  if (!(symbol.flags & ts.SymbolFlags.Value)) return "type";
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && ts.isFunctionLike(value) ? "function" : "constant";
}

function firstLine(text: string): string {
  return (text.split("\n")[0] as string).trim();
}

/** Up to the first full stop, question or exclamation mark that ends a sentence. */
function firstSentence(text: string): string {
  const paragraph = (text.split(/\n\s*\n/)[0] as string).replaceAll(/\s+/g, " ").trim();
  return /^.*?[.!?](?=\s+\p{Lu}|$)/u.exec(paragraph)?.[0] ?? paragraph;
}
