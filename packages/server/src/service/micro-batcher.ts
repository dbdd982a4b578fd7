import {
  CallBroker,
  concludeBatch,
  type ProgramState,
  type Runtime,
  runTerms,
  type TermResult,
} from "@guerdon/core/engine";
import type { Program } from "@guerdon/core/program";
import { type Batch, type Rollout, type Signal, separateBatch } from "@guerdon/core/signal";
import { canMerge } from "./can-merge.ts";
import type { ScoreColumns } from "./reward-service.ts";
import { sliceSignal } from "./slice-signal.ts";

/** One batch to be scored with one state. */
export interface ScoringUnit {
  readonly program: Program;
  readonly batch: Batch;
  readonly run?: string | undefined;
  readonly state?: ProgramState | undefined;
  readonly deadlineMs?: number | undefined;
}

/** Scores of one unit. */
export interface ScoredUnit {
  readonly columns: ScoreColumns;
  readonly seconds: number;
}

/** Told of every run of the engine. */
export type OnTerms = (program: Program, terms: ReadonlyMap<string, TermResult>, rollouts: number) => void;

interface Waiting extends ScoringUnit {
  resolve(scored: ScoredUnit): void;
  reject(error: unknown): void;
}

/** Rollouts of one run of the engine; more would keep the event loop too long. */
const MAX_ROLLOUTS = 4096;

/**
 * Scores batches; those of one tick that are of one program, state and step go through the engine as one, where the
 * program looks at each rollout alone. Identical calls to the pool are shared between all that is under way.
 */
export class MicroBatcher {
  readonly #runtime: Runtime;
  readonly #onTerms: OnTerms | undefined;
  readonly #broker: CallBroker;
  readonly #lanes: Map<string, Waiting[]> = new Map();
  #scheduled = false;

  constructor(runtime: Runtime, onTerms?: OnTerms) {
    this.#runtime = runtime;
    this.#onTerms = onTerms;
    this.#broker = new CallBroker(runtime.pool, runtime.cache);
  }

  score(unit: ScoringUnit): Promise<ScoredUnit> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { ...unit, resolve, reject };
      if (!canMerge(unit.program)) {
        void this.#run([waiting]);
        return;
      }
      const lane = `${unit.program.hash}\n${unit.batch.step}\n${unit.state === undefined ? "" : unit.run}`;
      const others = this.#lanes.get(lane);
      if (others === undefined) this.#lanes.set(lane, [waiting]);
      else others.push(waiting);
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    this.#scheduled = false;
    const lanes = [...this.#lanes.values()];
    this.#lanes.clear();
    for (const units of lanes) for (const part of parts(units)) void this.#run(part);
  }

  async #run(units: readonly Waiting[]): Promise<void> {
    const [{ program, batch: first, state }] = units as [Waiting];
    const { clock } = this.#runtime;
    const started = clock.now();
    try {
      const batch = units.length === 1 ? first : together(units, first.step);
      const limit = longest(units);
      const runtime = {
        ...this.#runtime,
        ...(state === undefined ? {} : { state }),
        ...(limit === undefined ? {} : { batchDeadlineMs: limit }),
      };
      const terms = await runTerms(program.terms, batch, runtime, new Map(), this.#broker);
      const seconds = (clock.now() - started) / 1000;
      this.#onTerms?.(program, terms, batch.rollouts.length);
      let from = 0;
      for (const unit of units) {
        const to = from + unit.batch.rollouts.length;
        const signals = units.length === 1 ? signalsOf(terms) : slices(terms, batch, from, to);
        unit.resolve({ columns: conclude(unit, signals), seconds });
        from = to;
      }
    } catch (error) {
      for (const { reject } of units) reject(error);
    }
  }
}

/** Units in runs of the engine that are not too long. */
function parts(units: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const parts: Waiting[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const unit of units) {
    const { length } = unit.batch.rollouts;
    if (size + length > MAX_ROLLOUTS) {
      parts.push([]);
      size = 0;
    }
    (parts.at(-1) as Waiting[]).push(unit);
    size += length;
  }
  return parts;
}

function together(units: readonly Waiting[], step: number): Batch {
  const rollouts: Rollout[] = [];
  for (const { batch } of units) for (const rollout of batch.rollouts) rollouts.push(rollout);
  return separateBatch(rollouts, step);
}

/** The engine stops when the last of the units has no time left; each unit's own limit is its client's. */
function longest(units: readonly Waiting[]): number | undefined {
  let limit = 0;
  for (const { deadlineMs } of units) {
    if (deadlineMs === undefined) return undefined;
    limit = Math.max(limit, deadlineMs);
  }
  return limit;
}

function signalsOf(terms: ReadonlyMap<string, TermResult>): Map<string, Signal> {
  const signals = new Map<string, Signal>();
  for (const [name, { signal }] of terms) signals.set(name, signal);
  return signals;
}

function slices(
  terms: ReadonlyMap<string, TermResult>,
  { layout }: Batch,
  from: number,
  to: number,
): Map<string, Signal> {
  const signals = new Map<string, Signal>();
  for (const [name, { signal }] of terms) signals.set(name, sliceSignal(signal, layout, from, to));
  return signals;
}

function conclude({ program, batch, state }: ScoringUnit, terms: ReadonlyMap<string, Signal>): ScoreColumns {
  const { total, credit, advantages } = concludeBatch(program, terms, batch, { state });
  return { total, terms, ...(credit === undefined ? {} : { credit }), advantage: advantages };
}
