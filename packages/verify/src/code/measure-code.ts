import { RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import { type CodeLanguage, GRAMMARS } from "./code-languages.ts";
import { type LintFinding, lintCode } from "./code-lint.ts";
import { parseCode } from "./code-parser.ts";
import { type CodeTree, childrenOf, lineAt, unreachable } from "./code-tree.ts";
import { type CodePart, comparePart } from "./compare-part.ts";
import { failedChecks, type TestCheck } from "./failed-checks.ts";
import { instrumentCalls } from "./instrument-calls.ts";
import { type FunctionMeasures, measureFunctions } from "./measure-functions.ts";
import { testCases } from "./test-cases.ts";

/** The line of the first fault of the syntax, for a program that has one. */
interface Unparsable {
  readonly kind: "unparsable";
  readonly line: number;
}
/** No verdict: the packages are not there, or the program is too large for the tree. */
interface NoVerdict {
  readonly kind: "engine" | "candidate" | "task";
  readonly why: string;
}

export interface CodeReport {
  readonly kind: "read";
  readonly functions: readonly FunctionMeasures[];
  readonly findings: readonly LintFinding[];
  readonly statements: number;
}
export interface TestReport {
  readonly kind: "read";
  readonly tests: readonly { readonly name: string; readonly failed: readonly TestCheck[] }[];
}
export interface LikenessReport {
  readonly kind: "read";
  /** For each reference the parts asked for, `null` where the reference has none of it. */
  readonly likeness: readonly (readonly (number | null)[])[];
}
export interface InstrumentedReport {
  readonly kind: "read";
  readonly text: string;
}
export type Analysis<T> = T | Unparsable | NoVerdict;

interface Program {
  readonly text: string;
  readonly language: CodeLanguage;
}

/** Measures the functions of a program and finds its faults: a task for a killable process. */
export async function measureCode(request: Json): Promise<Json> {
  const { text, language } = request as unknown as Program;
  return json(
    await withTree(text, language, (tree): Analysis<CodeReport> => {
      const statements = tree.types.filter((type, i) => tree.named[i] === 1 && isStatement(type)).length;
      return { kind: "read", functions: measureFunctions(tree), findings: lintCode(tree), statements };
    }),
  );
}

/** Checks each test of a text: a task for a killable process. */
export async function checkTests(request: Json): Promise<Json> {
  const { text, language, checks, focal } = request as unknown as Program & {
    readonly checks: readonly TestCheck[];
    readonly focal: string | null;
  };
  return json(
    await withTree(text, language, (tree): Analysis<TestReport> => {
      const { blocks, exits } = GRAMMARS[language];
      const dead = unreachable(tree, blocks, exits);
      const tests = childrenOf(tree, 0).length === 0 ? [] : testCases(tree);
      const settings = { checks, focal: focal ?? undefined, dead };
      return {
        kind: "read",
        tests: tests.map((test) => ({ name: test.name, failed: failedChecks(tree, test, settings) })),
      };
    }),
  );
}

/** Compares a program with references part by part: a task for a killable process. */
export async function compareCode(request: Json): Promise<Json> {
  const { text, language, references, parts } = request as unknown as Program & {
    readonly references: readonly string[];
    readonly parts: readonly CodePart[];
  };
  return json(
    await answer(async (): Promise<Analysis<LikenessReport>> => {
      const tree = await parseCode(text, language);
      if ("why" in tree) return { kind: "candidate", why: tree.why };
      const likeness: (number | null)[][] = [];
      for (const reference of references) {
        const other = await parseCode(reference, language);
        if ("why" in other) return { kind: "task", why: `a reference cannot be read: ${other.why}` };
        likeness.push(parts.map((part) => comparePart(part, tree, other) ?? null));
      }
      return { kind: "read", likeness };
    }),
  );
}

/** Marks calls of a program: a task for a killable process. */
export async function instrumentCode(request: Json): Promise<Json> {
  const { text, language, calls, mark } = request as unknown as Program & {
    readonly calls: readonly (readonly string[])[];
    readonly mark: string;
  };
  return json(
    await withTree(
      text,
      language,
      (tree): Analysis<InstrumentedReport> => ({ kind: "read", text: instrumentCalls(tree, calls, mark) }),
    ),
  );
}

function isStatement(type: string): boolean {
  return /(?:_statement|_declaration|_definition)$/u.test(type);
}

function withTree<T>(
  text: string,
  language: CodeLanguage,
  read: (tree: CodeTree) => Analysis<T>,
): Promise<Analysis<T>> {
  return answer(async () => {
    const tree = await parseCode(text, language);
    if ("why" in tree) return { kind: "candidate", why: tree.why };
    if (tree.broken !== -1) return { kind: "unparsable", line: lineAt(text, tree.start[tree.broken] as number) };
    return read(tree);
  });
}

async function answer<T>(make: () => Promise<Analysis<T>>): Promise<Analysis<T>> {
  try {
    return await make();
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    return { kind: "engine", why: `${error.message} ${error.hint ?? ""}`.trim() };
  }
}

function json(value: unknown): Json {
  return value as Json;
}
