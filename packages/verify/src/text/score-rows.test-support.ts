import type { CallResult, Context, FieldColumns, Source, Task } from "@guerdon/core/piece";
import { flatLayout, type Json, outcomeAt, SignalBuilder } from "@guerdon/core/signal";

/** What became of one row: its value with evidence, or blame and reason. */
export type Row = readonly [value: number, evidence?: string] | readonly [blame: string, reason: string];

/** Scores columns and writes each outcome as a short tuple. Tasks run in this process. */
export async function scoreRows(
  source: Source,
  columns: FieldColumns,
  context: Context = INLINE,
): Promise<readonly Row[]> {
  const length = Object.values(columns)[0]?.length ?? 0;
  const out = new SignalBuilder("rollout", length);
  await source.score(columns, out, context, flatLayout(new Array<number>(length).fill(1)));
  const signal = out.build();
  return Array.from({ length }, (_, i): Row => {
    const outcome = outcomeAt(signal, i);
    if (outcome.kind === "failed") return [outcome.blame, outcome.reason];
    if (outcome.kind === "abstained") return ["abstained", outcome.reason];
    const evidence = signal.notes?.evidence.get(i);
    return evidence === undefined ? [outcome.value] : [outcome.value, evidence];
  });
}

/** The values alone; a row without one is its blame. */
export async function scoreValues(source: Source, columns: FieldColumns): Promise<readonly (number | string)[]> {
  return (await scoreRows(source, columns)).map(([value]) => value);
}

/** Texts of a megabyte that are hard for careless scanners, by name. */
function hostileTexts(megabyte = 1_000_000): readonly (readonly [name: string, text: string])[] {
  const units = [
    "a",
    " ",
    "\n",
    "1",
    "1,",
    "111,",
    "1.",
    "<",
    "<think>",
    "</think>",
    "<answer>",
    "answer is ",
    "answer is 5 ",
  ];
  const more = [
    "answer: B ",
    "B or ",
    "\\boxed{",
    "{",
    "[",
    '"answer":',
    '\\"',
    "\\",
    "```",
    '{"a":',
    "*",
    "-",
    "\\frac{1}{",
    "😀",
    "\ud800",
    "\u0301",
  ];
  const whole: readonly (readonly [string, string])[] = [...units, ...more].map((unit) => [
    JSON.stringify(unit),
    unit.repeat(Math.floor(megabyte / unit.length)),
  ]);
  return [...whole, ["an unclosed field", `{"answer": "${'\\"'.repeat(megabyte / 2)}`]];
}

/** The slowest of the hostile texts, in milliseconds, with its name. */
export async function slowestHostile(
  source: Source,
  columns: { readonly [field: string]: readonly Json[] } = {},
): Promise<{ readonly name: string; readonly ms: number }> {
  let slowest = { name: "none", ms: 0 };
  for (const [name, text] of hostileTexts()) {
    const ms = await bestMs(() => scoreRows(source, { text: [text], ...columns }));
    if (ms > slowest.ms) slowest = { name, ms };
  }
  return slowest;
}

/** Milliseconds of a run; a slow one is tried again up to four times, for the machine may be busy. */
export async function bestMs(run: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5 && best > 40; round++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Runs tasks in this process. */
export const INLINE: Context = {
  clock: { now: () => 0, after: () => () => {} },
  seed: 0,
  call: async (task: Task, inputs: readonly Json[]): Promise<readonly CallResult[]> => {
    const module = (await import(task.module)) as { readonly [name: string]: (input: Json) => Json };
    return inputs.map((input) => ({ value: (module[task.export] as (input: Json) => Json)(input) }));
  },
};
