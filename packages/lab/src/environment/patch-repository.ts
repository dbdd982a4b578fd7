import { streamKey, uniformAt } from "@guerdon/core/random";

/** A step of a tiny function: what a line does to the number it works on. */
type Operation = readonly [name: "add" | "multiply" | "subtract" | "max" | "min" | "modulo", by: number];

const NAMES = ["add", "multiply", "subtract", "max", "min", "modulo"] as const;
const OPERATIONS: { readonly [name in Operation[0]]: (value: number, by: number) => number } = {
  add: (value, by) => value + by,
  multiply: (value, by) => value * by,
  subtract: (value, by) => value - by,
  max: Math.max,
  min: Math.min,
  modulo: (value, by) => ((value % by) + by) % by,
};
/** What each function is run on. */
const INPUTS: readonly number[] = [0, 1, 2, 5, 9, 14, -3];

/** A small repository with one wrong line, and the lines that could stand there instead. */
export interface PatchRepository {
  /** Lines of each file, every file one function. */
  readonly files: readonly (readonly Operation[])[];
  readonly wrong: { readonly file: number; readonly line: number };
  /** [line of all][choice] what an edit may put there; for the wrong line one of them is right. */
  readonly choices: readonly (readonly Operation[])[];
  /** Results that the tests of each file expect. */
  readonly expected: readonly (readonly number[])[];
}

/** Runs a function of lines on a number. */
export function runLines(lines: readonly Operation[], input: number): number {
  let value = input;
  for (const [name, by] of lines) value = OPERATIONS[name](value, by);
  return value;
}

/** Tests that pass in a file: the function is run on each input and compared. */
export function passedTests(lines: readonly Operation[], expected: readonly number[]): number {
  return INPUTS.reduce((count, input, k) => count + Number(runLines(lines, input) === expected[k]), 0);
}

/** Tests of a file. */
export const TESTS: number = INPUTS.length;

/**
 * The repository of a number, the same for ever: three files of four to six lines with one wrong line.
 *
 * The right line is one of four choices for the wrong one, and no other choice makes all tests pass.
 *
 * @paper 012 §Experiment
 */
export function patchRepository(number: number, editChoices: number = 4): PatchRepository {
  const key = streamKey(number, "patch-repository");
  for (let attempt = 0; ; attempt++) {
    let count = attempt * 1000;
    const whole = (size: number): number => Math.floor(uniformAt(key, count++) * size);
    const operation = (): Operation => [NAMES[whole(NAMES.length)] as Operation[0], 2 + whole(8)];
    const right = Array.from({ length: 3 }, () => Array.from({ length: 4 + whole(3) }, operation));
    const file = whole(3);
    const line = whole((right[file] as readonly Operation[]).length);
    const files = right.map((lines, f) => lines.map((one, l) => (f === file && l === line ? operation() : one)));
    const choices = right.flatMap((lines, f) =>
      lines.map((one, l) => {
        const place = f === file && l === line ? whole(editChoices) : -1;
        return Array.from({ length: editChoices }, (_, k) => (k === place ? one : operation()));
      }),
    );
    const expected = right.map((lines) => INPUTS.map((input) => runLines(lines, input)));
    const repository: PatchRepository = { files, wrong: { file, line }, choices, expected };
    if (isSound(repository)) return repository;
  }
}

/** Whether the wrong line fails a test and exactly one edit of all makes everything pass. */
function isSound({ files, choices, expected }: PatchRepository): boolean {
  const passes = (edited: readonly (readonly Operation[])[]): boolean =>
    edited.every((lines, f) => passedTests(lines, expected[f] as readonly number[]) === TESTS);
  if (passes(files)) return false;
  const places = files.flatMap((lines, f) => lines.map((_, l) => [f, l] as const));
  const fixes = places.flatMap(([f, l], place) =>
    (choices[place] as readonly Operation[]).filter((choice) =>
      passes(files.map((lines, other) => (other === f ? lines.map((one, k) => (k === l ? choice : one)) : lines))),
    ),
  );
  return fixes.length === 1;
}
