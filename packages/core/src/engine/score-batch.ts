import type { Program, Term } from "../program/program.ts";
import { type Batch, sizeAt } from "../signal/layout.ts";
import { failed } from "../signal/outcome.ts";
import { type Signal, SignalBuilder } from "../signal/signal.ts";
import { TemplateColumns } from "../template/index.ts";
import { CallBroker } from "./call-broker.ts";
import { type Conclusion, concludeBatch } from "./conclude-batch.ts";
import { type BatchRun, runTerm, type TermResult } from "./run-term.ts";
import type { Runtime } from "./runtime.ts";

/** What scoring a batch gives: a signal per term, the total, credit and advantages, with their history. */
export interface Scores extends Conclusion {
  readonly program: string;
  readonly terms: ReadonlyMap<string, TermResult>;
  readonly seconds: number;
}

/**
 * Runs a program over a batch: terms in dependency order, independent ones at once, each with its
 * deadline; then total and advantages. Never rejects for what a rollout contains.
 *
 * ```ts doctest
 * import { scoreBatch } from "@guerdon/core/engine";
 * typeof scoreBatch // => "function"
 * ```
 */
export async function scoreBatch(program: Program, batch: Batch, runtime: Runtime): Promise<Scores> {
  const started = runtime.clock.now();
  const terms = await runTerms(program.terms, batch, runtime, new Map());
  const signals = new Map([...terms].map(([name, { signal }]) => [name, signal]));
  const conclusion = concludeBatch(program, signals, batch, { state: runtime.state });
  return { program: program.hash, terms, ...conclusion, seconds: (runtime.clock.now() - started) / 1000 };
}

/**
 * Runs some terms of a program.
 *
 * @param terms - in dependency order
 * @param given - signals of terms that were scored before; they are not scored again
 */
export async function runTerms(
  terms: readonly Term[],
  batch: Batch,
  runtime: Runtime,
  given: ReadonlyMap<string, Signal>,
  broker: CallBroker = new CallBroker(runtime.pool, runtime.cache),
): Promise<Map<string, TermResult>> {
  const run: BatchRun = {
    batch,
    runtime,
    columns: new TemplateColumns(batch.rollouts),
    broker,
    signals: new Map(given),
  };
  const results = new Map<string, TermResult>();
  const ends = runtime.batchDeadlineMs === undefined ? undefined : runtime.clock.now() + runtime.batchDeadlineMs;
  const start = async (term: Term): Promise<void> => {
    const result = await runOrGiveUp(term, run, ends);
    run.signals.set(term.name, result.signal);
    results.set(term.name, result);
  };
  await inDependencyOrder(
    terms.filter(({ name }) => !given.has(name)),
    run,
    runtime.concurrency ?? 8,
    start,
  );
  return new Map(terms.flatMap(({ name }) => (results.has(name) ? [[name, results.get(name) as TermResult]] : [])));
}

async function inDependencyOrder(
  terms: readonly Term[],
  run: BatchRun,
  concurrency: number,
  start: (term: Term) => Promise<void>,
): Promise<void> {
  const waiting = new Set(terms);
  const working = new Set<Promise<void>>();
  while (waiting.size + working.size > 0) {
    for (const term of waiting) {
      if (working.size >= concurrency) break;
      if (!term.reads.every((name) => run.signals.has(name))) continue;
      waiting.delete(term);
      const work: Promise<void> = start(term).finally(() => working.delete(work));
      working.add(work);
    }
    if (working.size === 0)
      throw new Error(`Terms wait for signals that nobody makes: ${[...waiting].map((t) => t.name)}`);
    await Promise.race(working);
  }
}

async function runOrGiveUp(term: Term, run: BatchRun, ends: number | undefined): Promise<TermResult> {
  const own = term.deadlineMs ?? run.runtime.termDeadlineMs;
  if (ends === undefined) return runTerm(term, run, own);
  const left = ends - run.runtime.clock.now();
  if (left > 0) return runTerm(term, run, Math.min(own ?? left, left));
  const out = new SignalBuilder(term.level, sizeAt(run.batch.layout, term.level));
  const missing = failed("engine", "The batch's deadline had passed before the term began.", true);
  for (let i = 0; i < out.length; i++) out.miss(i, missing);
  return { signal: out.build(), seconds: 0, costUsd: 0, skipped: 0, calls: { ran: 0, cached: 0, joined: 0 } };
}
