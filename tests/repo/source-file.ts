import { readFileSync } from "node:fs";
import ts from "typescript";
import { fromRoot, packageNames, typeScriptFiles } from "../../scripts/gen/repository.ts";

/** What the rules of the repository look at in a TypeScript file. */
export interface SourceFile {
  /** From the root of the repository. */
  readonly path: string;
  /** Folder of its package: `core`. */
  readonly package: string;
  readonly text: string;
  /** The text without comments. */
  readonly code: string;
  readonly isTest: boolean;
  /** Specifiers of everything it imports or exports from. */
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  /** Names of the exports that exist at run time. */
  readonly valueExports: readonly string[];
}

/** All TypeScript files of the packages; generated ones left out. */
export function sourceFiles(): readonly SourceFile[] {
  return packageNames().flatMap((name) =>
    typeScriptFiles(`packages/${name}/src`).map((path) => sourceFile(path, name)),
  );
}

function sourceFile(file: string, name: string): SourceFile {
  const text = readFileSync(file, "utf8");
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const path = fromRoot(file);
  return {
    path,
    package: name,
    text,
    code: withoutComments(tree, text),
    isTest: /\.(test|bench|test-support)\.ts$/.test(path) || path.includes("/fixtures/"),
    imports: ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName),
    ...exportsOf(tree),
  };
}

function exportsOf(tree: ts.SourceFile): Pick<SourceFile, "exports" | "valueExports"> {
  const exports: string[] = [];
  const valueExports: string[] = [];
  for (const statement of tree.statements) {
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    const names = namesOf(statement);
    exports.push(...names);
    if (!isType) valueExports.push(...names);
  }
  return { exports, valueExports };
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    return clause !== undefined && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Identifier };
  return name === undefined ? [] : [name.text];
}

/** Blanks every comment; strings and templates keep theirs. */
function withoutComments(tree: ts.SourceFile, text: string): string {
  const ranges = new Map<number, number>();
  const visit = (node: ts.Node): void => {
    for (const range of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []) ranges.set(range.pos, range.end);
    for (const range of ts.getTrailingCommentRanges(text, node.getEnd()) ?? []) ranges.set(range.pos, range.end);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  let code = "";
  let at = 0;
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    if (from < at) continue;
    code += text.slice(at, from);
    at = to;
  }
  return code + text.slice(at);
}
