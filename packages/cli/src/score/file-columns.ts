import type { Layout, Missing, Signal } from "@guerdon/core/signal";
import { missingAt } from "@guerdon/core/signal";
import { GrowingColumn } from "./growing-column.ts";
import { RowNumbers } from "./row-numbers.ts";

interface Kept {
  readonly values: GrowingColumn<Float64Array>;
  readonly present: GrowingColumn<Uint8Array>;
  readonly missing: Map<number, Missing>;
}

/** How the rollouts of a file lie in its columns. */
export interface FileLayout {
  readonly layout: Layout;
  /** Line of the input, from 1, of the rollout at a place. */
  rowAt(place: number): number;
  /** order[i] is the rollout, counted in input order, that stands at place i; undefined when none moved. */
  readonly order: Int32Array | undefined;
}

/** The columns of a whole file that outlive their batch: some signals, and the group of every rollout. */
export class FileColumns {
  readonly #groups: GrowingColumn<Int32Array> = new GrowingColumn(Int32Array);
  readonly #tokens: GrowingColumn<Int32Array> | undefined;
  readonly #rows: RowNumbers = new RowNumbers();
  readonly #signals: Map<string, Kept>;
  readonly #keepsReasons: boolean;

  /**
   * @param names - the signals to keep
   * @param keeps - whether somebody will ask for token counts, and for why a value is missing
   */
  constructor(names: readonly string[], keeps: { readonly tokens: boolean; readonly reasons: boolean }) {
    this.#tokens = keeps.tokens ? new GrowingColumn(Int32Array) : undefined;
    this.#signals = new Map(
      names.map((name) => [
        name,
        { values: new GrowingColumn(Float64Array), present: new GrowingColumn(Uint8Array), missing: new Map() },
      ]),
    );
    this.#keepsReasons = keeps.reasons;
  }

  get length(): number {
    return this.#groups.length;
  }

  /** @param row - line of the input, from 1 */
  pushRow(row: number, group: number, tokens: number): void {
    this.#rows.push(row);
    this.#groups.push(group);
    this.#tokens?.push(tokens);
  }

  push(name: string, value: number, missing: Missing | undefined): void {
    const kept = this.#signals.get(name) as Kept;
    if (missing !== undefined && this.#keepsReasons) kept.missing.set(kept.values.length, missing);
    kept.values.push(value);
    kept.present.push(missing === undefined ? 1 : 0);
  }

  pushAt(name: string, signal: Signal, index: number): void {
    const present = signal.present[index] === 1;
    this.push(name, signal.values[index] as number, present ? undefined : missingAt(signal, index));
  }

  /** Gives up the columns, groups contiguous. */
  take(): FileLayout & { signals: Map<string, Signal> } {
    const groups = this.#groups.take();
    const tokens = this.#tokens?.take();
    const order = orderByGroup(groups);
    const layout = layoutOf(moved(groups, order), tokens && moved(tokens, order));
    const signals = new Map<string, Signal>();
    for (const [name, kept] of this.#signals) {
      const values = moved(kept.values.take(), order);
      const present = moved(kept.present.take(), order);
      const notes = { missing: movedMap(kept.missing, order), evidence: new Map(), costUsd: new Map() };
      signals.set(name, { level: "rollout", values, present, notes });
    }
    const rowAt = (place: number): number => this.#rows.rowOf(order === undefined ? place : (order[place] as number));
    return { layout, signals, rowAt, order };
  }
}

/** The stable order that makes groups contiguous, or undefined when they are. */
function orderByGroup(groups: Int32Array): Int32Array | undefined {
  let seen = -1;
  let broken = false;
  for (let r = 0; r < groups.length && !broken; r++) {
    const group = groups[r] as number;
    if (group === seen + 1) seen = group;
    else broken = group !== seen;
  }
  if (!broken) return undefined;
  const starts = new Int32Array(groups.reduce((max, group) => Math.max(max, group), -1) + 2);
  for (const group of groups) starts[group + 1] = (starts[group + 1] as number) + 1;
  for (let g = 1; g < starts.length; g++) starts[g] = (starts[g] as number) + (starts[g - 1] as number);
  const order = new Int32Array(groups.length);
  groups.forEach((group, r) => {
    order[starts[group] as number] = r;
    starts[group] = (starts[group] as number) + 1;
  });
  return order;
}

/** A column in another order; the column itself when nothing moves. */
function moved<C extends Float64Array | Int32Array | Uint8Array>(column: C, order: Int32Array | undefined): C {
  if (order === undefined) return column;
  const result = column.slice() as C;
  for (let i = 0; i < order.length; i++) result[i] = column[order[i] as number] as number;
  return result;
}

function movedMap(missing: Map<number, Missing>, order: Int32Array | undefined): Map<number, Missing> {
  if (order === undefined || missing.size === 0) return missing;
  const result = new Map<number, Missing>();
  order.forEach((r, i) => {
    const reason = missing.get(r);
    if (reason !== undefined) result.set(i, reason);
  });
  return result;
}

/** Without token counts the offsets stay 0, in pages that are never touched. */
function layoutOf(groupOf: Int32Array, tokens: Int32Array | undefined): Layout {
  const tokenOffsets = new Int32Array(groupOf.length + 1);
  for (let r = 0; tokens !== undefined && r < tokens.length; r++)
    tokenOffsets[r + 1] = (tokenOffsets[r] as number) + (tokens[r] as number);
  return { groupOf, stepOffsets: new Int32Array(groupOf.length + 1), tokenOffsets };
}
