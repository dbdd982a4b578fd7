import { dirname, join } from "node:path";
import ts from "typescript";
import { ROOT } from "../gen/repository.ts";
import type { Doctest } from "./find-doctests.ts";

/** One `expression // => value` line that has run. */
export interface Check {
  /** `packages/core/src/signal/layout.ts:28`. */
  readonly place: string;
  readonly source: string;
  readonly got: unknown;
  readonly expected: unknown;
}

type Import = (specifier: string) => Promise<{ readonly [name: string]: unknown }>;
type Recorder = (line: number, got: unknown, expected: () => unknown) => Promise<void>;
type Body = (load: Import, check: Recorder) => Promise<void>;

const AsyncFunction = (async () => {}).constructor as new (...parameters: string[]) => Body;
const VALUE = /^\s*\/\/ => (.+)$/;

/**
 * Makes an example runnable. `load` imports a module; relative ones are given as absolute paths.
 *
 * @throws Error when the example has no line `expression // => value`, for then it tests nothing
 */
export function compileDoctest(doctest: Doctest): (load: Import) => Promise<readonly Check[]> {
  const lines = doctest.code.split("\n");
  const { imports, body, checks } = rewrite(doctest);
  if (checks === 0)
    throw new Error(`Expected ${doctest.path}:${doctest.line} to have a line \`expression // => value\`, got none.`);
  const { outputText } = ts.transpileModule(`${imports}\n${body}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  });
  const run = new AsyncFunction("load", "check", outputText.replace(/export \{\};?\s*$/, ""));
  return async (load) => {
    const done: Check[] = [];
    await run(load, async (line, got, expected) => {
      const place = `${doctest.path}:${doctest.line + line}`;
      done.push({ place, source: (lines[line] as string).trim(), got: await got, expected: await expected() });
    });
    return done;
  };
}

/** Imports become calls of `load`, and checked expressions calls of `check`. */
function rewrite({ code, path }: Doctest): { imports: string; body: string; checks: number } {
  const file = ts.createSourceFile("doctest.ts", code, ts.ScriptTarget.ES2022, true);
  const imports: string[] = [];
  const body: string[] = [];
  let checks = 0;
  for (const statement of file.statements) {
    const value = ts.isExpressionStatement(statement) ? valueAfter(statement, code) : undefined;
    if (ts.isImportDeclaration(statement)) imports.push(loadOf(statement, path));
    else if (value !== undefined && ts.isExpressionStatement(statement)) {
      const { line } = file.getLineAndCharacterOfPosition(statement.getEnd());
      body.push(`await check(${line}, (${statement.expression.getText()}), () => (${value}));`);
      checks++;
    } else body.push(statement.getText());
  }
  return { imports: imports.join("\n"), body: body.join("\n"), checks };
}

function valueAfter(statement: ts.Statement, code: string): string | undefined {
  const rest = code.slice(statement.getEnd()).split("\n")[0] as string;
  return VALUE.exec(rest.replace(/^;/, ""))?.[1];
}

function loadOf(statement: ts.ImportDeclaration, path: string): string {
  const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
  const target = specifier.startsWith(".") ? join(ROOT, dirname(path), specifier) : specifier;
  const bindings = statement.importClause?.namedBindings;
  if (statement.importClause?.isTypeOnly || bindings === undefined || !ts.isNamedImports(bindings)) return "";
  const names = bindings.elements
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ propertyName, name }) => (propertyName === undefined ? name.text : `${propertyName.text}: ${name.text}`));
  return `const { ${names.join(", ")} } = await load(${JSON.stringify(target)});`;
}
