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
  /** All prose of its TSDoc: what stands before the first tag, without the example. */
  readonly prose: string;
  /** Code of its example. */
  readonly example?: string;
  /** First paragraphs of its tags, by the name of the tag. */
  readonly tags: { readonly [tag: string]: readonly string[] };
  /** Of a function that is no piece: how it is called. */
  readonly signature?: string;
  /** Of a piece factory, what the interface of its options says; of a function, those of its parameters. */
  readonly options: readonly OptionDoc[];
}

/** An option as its interface documents it. */
export interface OptionDoc {
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
}

const LINK = /\{@link\s+([^\s}]+)\s*\}/g;
const FENCE = /```ts doctest\n([\s\S]*?)```/;
const FORMAT = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;

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
  const tags = target.getJsDocTags(checker).map(({ name, text }) => [name, ts.displayPartsToString(text)] as const);
  const comment = ts.displayPartsToString(target.getDocumentationComment(checker));
  const example = FENCE.exec([comment, ...tags.map(([, text]) => text)].join("\n"))?.[1];
  const kind = kindOf(target, declaration);
  return [
    {
      name: symbol.name,
      kind,
      specifier,
      path: fromRoot(declaration.getSourceFile().fileName),
      summary: firstSentence(comment),
      prose: comment.replace(FENCE, "").replaceAll(LINK, "`$1`").trim(),
      ...(example === undefined ? {} : { example: example.trimEnd() }),
      tags: byName(tags.map(([name, text]) => [name, firstParagraph(text)])),
      ...(kind === "function" ? { signature: signatureOf(target, checker) } : {}),
      options: optionsOf(target, checker),
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

/** `name(a: A, b?: B): C` for each way to call it. */
function signatureOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return checker
    .getTypeOfSymbol(symbol)
    .getCallSignatures()
    .map((signature) => `${symbol.name}${typeText(checker.signatureToString(signature, undefined, FORMAT))}`)
    .join("\n");
}

/** The members of the options of what a call gives, when that is a piece. */
function optionsOf(symbol: ts.Symbol, checker: ts.TypeChecker): readonly OptionDoc[] {
  if (symbol.flags & ts.SymbolFlags.Function) return parametersOf(symbol, checker);
  if (!(symbol.flags & ts.SymbolFlags.Variable)) return [];
  const made = checker.getTypeOfSymbol(symbol).getCallSignatures()[0]?.getReturnType();
  const [id, options] = [made?.getProperty("id"), made?.getProperty("options")];
  if (id === undefined || options === undefined) return [];
  return checker
    .getTypeOfSymbol(options)
    .getProperties()
    .map((member) => memberDoc(member, member.name, checker));
}

/** The members of parameters that are objects of our own: `options.clipLow`. */
function parametersOf(symbol: ts.Symbol, checker: ts.TypeChecker): readonly OptionDoc[] {
  const parameters = checker.getTypeOfSymbol(symbol).getCallSignatures()[0]?.getParameters() ?? [];
  return parameters.flatMap((parameter) => {
    const type = checker.getNonNullableType(checker.getTypeOfSymbol(parameter));
    return type
      .getProperties()
      .filter(isOurs)
      .map((member) => memberDoc(member, `${parameter.name}.${member.name}`, checker));
  });
}

function isOurs(member: ts.Symbol): boolean {
  const file = member.declarations?.[0]?.getSourceFile().fileName;
  return file !== undefined && fromRoot(file).startsWith("packages/");
}

function memberDoc(member: ts.Symbol, name: string, checker: ts.TypeChecker): OptionDoc {
  return {
    name,
    type: typeText(checker.typeToString(checker.getTypeOfSymbol(member), undefined, FORMAT)),
    meaning: oneLine(ts.displayPartsToString(member.getDocumentationComment(checker))),
  };
}

/** Without what every array and every optional member says. */
function typeText(type: string): string {
  return type.replaceAll("<ArrayBufferLike>", "").replaceAll(" | undefined", "");
}

function byName(pairs: readonly (readonly [string, string])[]): { readonly [tag: string]: readonly string[] } {
  const groups: { [tag: string]: string[] } = {};
  for (const [name, text] of pairs) groups[name] = [...(groups[name] ?? []), text];
  return groups;
}

function firstParagraph(text: string): string {
  return oneLine(text.split(/\n\s*\n|\n?```/)[0] as string);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Up to the first full stop, question or exclamation mark that ends a sentence; `Dr. GRPO` goes on. */
function firstSentence(text: string): string {
  const paragraph = oneLine(text.split(/\n\s*\n/)[0] as string);
  return /^.*?(?<!\b(?:Dr|vs|cf|eq|al))[.!?](?=\s+\p{Lu}|$)/u.exec(paragraph)?.[0] ?? paragraph;
}
