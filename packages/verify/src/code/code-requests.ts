import type { CallResult, Context, FieldColumns, Task } from "@guerdon/core/piece";
import type { Json, SignalBuilder } from "@guerdon/core/signal";
import type { CodeLanguage } from "./code-languages.ts";
import type { Analysis } from "./measure-code.ts";
import { programText } from "./program-text.ts";

/** The module of the analyses, for a killable process. */
export const CODE_ANALYSIS: Pick<Task, "module"> = {
  module: new URL(import.meta.url.endsWith(".ts") ? "./measure-code.ts" : "./measure-code.js", import.meta.url).href,
};

/** How the programs of rows are analysed, and what a row earns for it. */
export interface CodeRequest<T> {
  /** Function of the analysis module. */
  readonly run: "measureCode" | "checkTests" | "compareCode";
  /** Language the text is read as. */
  readonly language: CodeLanguage;
  readonly deadlineMs: number;
  readonly limitCharacters: number;
  /** What the task is asked besides the program, or why the row cannot be scored. */
  ask(row: number): { readonly [key: string]: Json } | string;
  score(report: T): readonly [value: number, evidence: string];
}

/** The options of a source that reads programs as syntax trees. */
export interface CodeReadingOptions {
  /** Language the text is read as. */
  readonly language: CodeLanguage;
  /** Time of one program, in milliseconds, before its process is killed. */
  readonly deadlineMs: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

/** Analyses the program of each row in a killable process; one that cannot be parsed earns 0. */
export async function scoreCode<T extends { readonly kind: "read" }>(
  columns: FieldColumns,
  out: SignalBuilder,
  context: Context,
  { run, language, deadlineMs, limitCharacters, ask, score }: CodeRequest<T>,
): Promise<void> {
  const rows: number[] = [];
  const requests: Json[] = [];
  for (let row = 0; row < out.length; row++) {
    const text = programText(columns.text?.[row] as string, language);
    const more = ask(row);
    if (typeof more === "string") out.fail(row, "task", more);
    else if (text.length > limitCharacters)
      out.fail(row, "candidate", `Expected at most ${limitCharacters} characters, got ${text.length}.`);
    else {
      rows.push(row);
      requests.push({ text, language, ...more });
    }
  }
  if (rows.length === 0) return;
  const results = await context.call({ ...CODE_ANALYSIS, export: run }, requests, { deadlineMs });
  rows.forEach((row, i) => {
    const result = results[i] as CallResult;
    if ("missing" in result) {
      out.miss(row, result.missing);
      return;
    }
    const report = result.value as unknown as Analysis<T>;
    if (report.kind === "read") out.set(row, ...score(report as T));
    else if (report.kind === "unparsable") out.set(row, 0, `cannot be parsed, line ${report.line}`);
    else if (report.kind === "candidate")
      out.fail(row, "candidate", `Expected a program that can be read, but ${report.why}.`);
    else out.fail(row, report.kind, report.why);
  });
}
