import { testLibrary } from "../engine/rollouts.test-support.ts";
import { compileProgram, type Finding, type FunctionTerm, type ProgramSpec, term } from "../program/index.ts";
import { checkProgram } from "./index.ts";

export type Terms = ProgramSpec["terms"];

export const EXACT = { use: "exact", expected: "{{ item.answer }}" };
export const LENGTH = { use: "length" };
/** Terms in [0, 1], in [−3, 3] and without bounds. */
export const unit: FunctionTerm = term(() => [], { range: [0, 1] });
export const wide: FunctionTerm = term(() => [], { range: [-3, 3] });
export const open: FunctionTerm = term(() => []);

/** What checking has to say about a program of these terms. */
export function findingsOf(terms: Terms, total: string, more: Partial<ProgramSpec> = {}): readonly Finding[] {
  return checkProgram(compileProgram({ reward: "r", terms, total, ...more }, testLibrary));
}

/** The same as codes and places. */
export function codesOf(terms: Terms, total: string, more: Partial<ProgramSpec> = {}): readonly string[] {
  return findingsOf(terms, total, more).map(({ code, place }) => `${code} ${place.path.join(".")}`);
}
