import {
  CallBroker,
  type Conclusion,
  concludeBatch,
  type Runtime,
  runTerms,
  type TermResult,
  totalOf,
} from "@guerdon/core/engine";
import type { RewardError } from "@guerdon/core/error";
import { namesOf } from "@guerdon/core/expression";
import type { Program } from "@guerdon/core/program";
import {
  type Batch,
  type Missing,
  makeBatch,
  type Rollout,
  type Signal,
  separateBatch,
  UNEXPLAINED,
} from "@guerdon/core/signal";
import type { RowMap, RowReader } from "../rollout-file/index.ts";
import { FileColumns, type FileLayout } from "./file-columns.ts";
import { type InputRow, inputBatches } from "./input-batches.ts";
import { KeyTable } from "./key-table.ts";
import { type RowText, scoredRow, tokenCount, unreadableRow } from "./row-text.ts";
import { planScore, type ScorePlan } from "./score-plan.ts";
import { Tally } from "./tally.ts";

/** Name of the total among the columns; no term can have it. */
const TOTAL = "";
/** Ids beyond this many are not checked for duplicates: memory stays bounded. */
const MAX_CHECKED_IDS = 1_000_000;
/** Rows named on the terminal; the others are in the output and in the counts. */
const MAX_NAMED = 5;

/** Where rows go as they are scored, and when to stop. */
export interface ScoreHooks {
  rows(texts: readonly RowText[]): Promise<void> | void;
  progress(rows: number, failures: number): void;
  stopped(): boolean;
}

/** What the file as a whole decides. */
export interface FileScores extends FileLayout, Conclusion {
  /** Results of the gathered terms. */
  readonly gathered: ReadonlyMap<string, TermResult>;
}

/**
 * Scores a file of any size: rows stream through the terms that look at one rollout alone; totals and
 * advantages, which compare rollouts, are computed from columns when all rows are in. The file is one batch.
 */
export class FileScorer {
  readonly program: Program;
  readonly plan: ScorePlan;
  readonly tally: Tally;
  /** The first ids that came again; see `tally` for how many there were. */
  readonly duplicates: { id: string; row: number }[] = [];
  /** The first lines that were no rollouts. */
  readonly unreadable: { row: number; error: RewardError }[] = [];
  readonly #runtime: Runtime;
  readonly #step: number;
  readonly #broker: CallBroker;
  readonly #columns: FileColumns;
  #groups: KeyTable = new KeyTable();
  #ids: KeyTable = new KeyTable();
  readonly #held: Rollout[] = [];
  #rows = 0;

  /** @param step - training step that schedules are asked for */
  constructor(program: Program, runtime: Runtime, step = 0) {
    this.program = program;
    this.plan = planScore(program, namesOf(program.total));
    this.tally = new Tally(program);
    this.#runtime = runtime;
    this.#step = step;
    this.#broker = new CallBroker(runtime.pool, runtime.cache);
    const names = this.plan.totalWaits ? this.plan.kept : [...this.plan.kept, TOTAL];
    this.#columns = new FileColumns(names, {
      tokens:
        program.advantage.links.some(({ piece }) => piece.needs.includes("tokens")) || this.plan.gathered.length > 0,
      reasons: this.plan.gathered.length > 0,
    });
  }

  get rows(): number {
    return this.#rows;
  }

  /** Scores the rows after row `after` until the input ends or the hooks say stop. */
  async run(reader: RowReader, map: RowMap | undefined, after: number, hooks: ScoreHooks): Promise<void> {
    for await (const rows of inputBatches(reader, map, after)) {
      await hooks.rows(await this.#score(rows));
      hooks.progress(this.#rows, this.tally.failures);
      if (hooks.stopped()) return;
    }
  }

  async #score(rows: readonly InputRow[]): Promise<readonly RowText[]> {
    const readable = rows.filter((row) => "rollout" in row);
    const batch = separateBatch(
      readable.map(({ rollout }) => rollout),
      this.#step,
    );
    const terms = [...(await runTerms(this.plan.streamed, batch, this.#runtime, new Map(), this.#broker))];
    const signals = new Map(terms.map(([name, { signal }]) => [name, signal]));
    const total = this.plan.totalWaits ? undefined : totalOf(this.program, signals, batch.layout);
    this.tally.addTerms(terms);
    if (total !== undefined) this.tally.addTotal(total);
    const shown = terms.filter(([name]) => this.plan.shown.includes(name));
    let index = 0;
    return rows.map((line) => {
      this.#rows++;
      if (!("rollout" in line)) {
        this.tally.addUnreadable();
        if (this.unreadable.length < MAX_NAMED) this.unreadable.push(line);
        return unreadableRow(line.row, line.error, this.plan.shown);
      }
      this.#keep(line.row, line.rollout, signals, total, index);
      return scoredRow(line.row, line.rollout, { index: index++, layout: batch.layout }, shown, total);
    });
  }

  #keep(
    row: number,
    rollout: Rollout,
    signals: ReadonlyMap<string, Signal>,
    total: Signal | undefined,
    index: number,
  ): void {
    this.#checkId(rollout.id, row);
    this.#columns.pushRow(row, this.#groups.add(rollout.group), tokenCount(rollout));
    for (const name of this.plan.kept) this.#columns.pushAt(name, signals.get(name) as Signal, index);
    if (total !== undefined) this.#columns.pushAt(TOTAL, total, index);
    if (this.plan.holdsRollouts) this.#held.push(rollout);
  }

  #checkId(id: string, row: number): void {
    if (id === String(row) || this.#ids.size >= MAX_CHECKED_IDS) return;
    const before = this.#ids.size;
    this.#ids.add(id);
    if (this.#ids.size !== before) return;
    this.tally.duplicateIds++;
    if (this.duplicates.length < MAX_NAMED) this.duplicates.push({ id, row });
  }

  /** Takes over a row that an earlier run scored. */
  restore(text: RowText): void {
    this.#rows++;
    if (text.unreadable) {
      this.tally.addUnreadable();
      return;
    }
    const values = JSON.parse(`{${text.terms}}`) as Record<string, number | null>;
    const missing = (JSON.parse(text.notes) as { missing?: Record<string, Missing> }).missing ?? {};
    this.#checkId(JSON.parse(text.id) as string, text.row);
    this.#columns.pushRow(text.row, this.#groups.add(JSON.parse(text.group) as string), text.tokens);
    for (const name of this.plan.kept)
      this.#columns.push(name, values[name] ?? 0, values[name] == null ? (missing[name] ?? UNEXPLAINED) : undefined);
    this.tally.restore(values, missing, text);
    if (this.plan.totalWaits) return;
    const outcome = JSON.parse(text.outcome) as Missing | { kind: "scored" };
    this.#columns.push(TOTAL, Number(text.total), outcome.kind === "scored" ? undefined : outcome);
  }

  /** Scores a few rollouts again, for what is not kept of every row: their evidence. */
  async rescore(rollouts: readonly Rollout[]): Promise<ReadonlyMap<string, TermResult>> {
    return runTerms(this.plan.streamed, separateBatch(rollouts, this.#step), this.#runtime, new Map(), this.#broker);
  }

  /** Computes what compares rollouts, over all rows scored so far. The last thing a scorer does: it gives up its tables. */
  async finish(): Promise<FileScores> {
    this.#groups = new KeyTable();
    this.#ids = new KeyTable();
    const { signals, ...lying } = this.#columns.take();
    const { order } = lying;
    const rollouts = order === undefined ? this.#held : Array.from(order, (r) => this.#held[r] as Rollout);
    const step = this.#step;
    const batch: Batch = this.plan.holdsRollouts ? makeBatch(rollouts, step) : { rollouts, layout: lying.layout, step };
    const given = new Map([...signals].filter(([name]) => name !== TOTAL));
    const gathered = await runTerms(this.plan.gathered, batch, this.#runtime, given, this.#broker);
    const all = new Map([...given, ...[...gathered].map(([name, { signal }]) => [name, signal] as const)]);
    this.tally.addTerms([...gathered]);
    const known = this.plan.totalWaits ? undefined : signals.get(TOTAL);
    const conclusion = concludeBatch(this.program, all, batch, { total: known });
    if (known === undefined) this.tally.addTotal(conclusion.total);
    return { ...lying, layout: batch.layout, ...conclusion, gathered };
  }
}
