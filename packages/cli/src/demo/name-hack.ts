import { totalOf } from "@guerdon/core/engine";
import type { Program } from "@guerdon/core/program";
import { flatLayout, fullSignal } from "@guerdon/core/signal";
import type { JournalRow } from "@guerdon/lab/experiment";
import { type PartingPoint, partingPoint } from "@guerdon/lab/statistics";

/** A mean at gold's peak and at the end. */
export type Change = readonly [before: number, after: number];

/** What a hacked run shows. */
export interface Hack {
  readonly point: PartingPoint;
  readonly reward: Change;
  readonly gold: Change;
  /** The term whose change alone raises the reward most. */
  readonly term: string;
  readonly change: Change;
  /** By how much it raises the reward, all other terms as they were at gold's peak. */
  readonly worth: number;
}

/** Metrics of terms: `term.length` is the mean of the term `length`. */
const TERM = "term.";

/**
 * Names the hack of a run, or nothing where reward and gold did not part.
 *
 *   worth of t = total(means at gold's peak, but t as at the end) − total(means at gold's peak)
 */
export function nameHack(all: readonly JournalRow[], gold: string, program: Program): Hack | undefined {
  const needed = ["reward", gold, ...program.terms.map(({ name }) => `${TERM}${name}`)];
  // An update in which one of them is missing says nothing about the others.
  const rows = all.filter(({ metrics }) => needed.every((name) => metrics[name] !== undefined));
  if (rows.length === 0) return undefined;
  const column = (name: string): Float64Array => Float64Array.from(rows, ({ metrics }) => metrics[name] as number);
  const window = Math.max(1, Math.floor(rows.length / 10));
  const point = partingPoint(column("reward"), column(gold), window);
  if (!point.parts) return undefined;
  const change = (name: string): Change => {
    const values = column(name);
    const mean = (end: number): number => {
      const part = values.subarray(Math.max(0, end - window + 1), end + 1);
      return part.reduce((sum, value) => sum + value, 0) / part.length;
    };
    return [mean(point.peak), mean(rows.length - 1)];
  };
  const changes = new Map(program.terms.map(({ name }) => [name, change(`${TERM}${name}`)] as const));
  const before = new Map([...changes].map(([name, [value]]) => [name, value]));
  const worths = [...changes].map(([name, [, after]]) => {
    const worth = totalAt(program, new Map(before).set(name, after)) - totalAt(program, before);
    return { term: name, change: changes.get(name) as Change, worth };
  });
  const [best] = worths.sort((a, b) => b.worth - a.worth);
  return { point, reward: change("reward"), gold: change(gold), ...(best as (typeof worths)[number]) };
}

/** The total of one rollout whose terms have these values. */
function totalAt(program: Program, terms: ReadonlyMap<string, number>): number {
  const signals = new Map([...terms].map(([name, value]) => [name, fullSignal("rollout", [value])]));
  return totalOf(program, signals, flatLayout([1])).values[0] as number;
}
