import { evaluateExpression, formatExpression } from "../expression/index.ts";
import { canonicalJson } from "../hash/canonical-json.ts";
import type { Context } from "../piece/context.ts";
import type { Moment } from "../piece/moment.ts";
import type { FieldColumns } from "../piece/piece.ts";
import type { FunctionTerm, TermValue } from "../program/function-term.ts";
import { FUNCTION_LEVEL } from "../program/function-term.ts";
import { inputSpecAt } from "../program/input-path.ts";
import type { Term, TermBody } from "../program/program.ts";
import type { Batch, Layout } from "../signal/layout.ts";
import { sizeAt } from "../signal/layout.ts";
import type { Level } from "../signal/level.ts";
import { failed } from "../signal/outcome.ts";
import { type Signal, SignalBuilder } from "../signal/signal.ts";
import type { TemplateColumns } from "../template/index.ts";
import { broadcastSignal } from "./broadcast-signal.ts";
import type { CallBroker, CallCounts } from "./call-broker.ts";
import type { Runtime } from "./runtime.ts";
import { leaveOut, type Selection, scatter, selectAll, selectWhere, subLayout, take, without } from "./selection.ts";
import { settleBy } from "./settle-by.ts";

/** What all terms of one batch share. */
export interface BatchRun {
  readonly batch: Batch;
  readonly runtime: Runtime;
  readonly columns: TemplateColumns;
  readonly broker: CallBroker;
  readonly signals: Map<string, Signal>;
}

/** A term's signal and how it came about. */
export interface TermResult {
  readonly signal: Signal;
  readonly seconds: number;
  readonly costUsd: number;
  /** Rollouts that `when` kept from being scored. */
  readonly skipped: number;
  readonly calls: Readonly<CallCounts>;
}

/** Runs one term on the rollouts its `when` selects. Whatever goes wrong is the outcome of its rows. */
export async function runTerm(term: Term, run: BatchRun, deadlineMs: number | undefined): Promise<TermResult> {
  const started = run.runtime.clock.now();
  const counts: CallCounts = { ran: 0, cached: 0, joined: 0 };
  const { layout } = run.batch;
  const selection = select(term, run);
  let signal: Signal;
  if (term.body.kind === "source") signal = await runSource(term.body, selection, run, counts, deadlineMs);
  else if (term.body.kind === "function") signal = await runFunction(term.body.term, selection, run, deadlineMs);
  else {
    const moment = { step: run.batch.step, state: run.runtime.state?.terms[term.name] };
    signal = leaveOut(runPure(term.body, term.level, run.signals, layout, moment), selection, layout);
  }
  if (term.rangeDeclared) signal = withinRange(term, signal);
  let costUsd = 0;
  for (const cost of signal.notes?.costUsd.values() ?? []) costUsd += cost;
  const seconds = (run.runtime.clock.now() - started) / 1000;
  return { signal, seconds, costUsd, skipped: layout.groupOf.length - selection.rows.length, calls: counts };
}

function select(term: Term, { batch, signals }: BatchRun): Selection {
  const count = batch.layout.groupOf.length;
  if (term.when === undefined) return selectAll(count);
  const { layout } = batch;
  const condition = broadcastSignal(evaluateExpression(term.when, signals, layout), "rollout", layout);
  return selectWhere(condition, formatExpression(term.when));
}

async function runSource(
  body: Extract<TermBody, { kind: "source" }>,
  chosen: Selection,
  run: BatchRun,
  counts: CallCounts,
  deadlineMs: number | undefined,
): Promise<Signal> {
  const { piece, fields } = body;
  const { batch, runtime } = run;
  const all = fields.map(({ name, spec, template }) => [name, run.columns.column(template, spec)] as const);
  const selection = all.reduce((rest, [, column]) => without(rest, column.missing), chosen);
  const whole = selection.left.size === 0;
  const columns: FieldColumns = Object.fromEntries(
    all.map(([name, { values }]) => [name, whole ? values : Array.from(selection.rows, (r) => values[r])]),
  );
  const layout = subLayout(batch.layout, selection.rows);
  const out = new SignalBuilder(piece.level ?? "rollout", sizeAt(layout, piece.level ?? "rollout"));
  const owner = `${piece.id}\n${canonicalJson(piece.options)}`;
  const context: Context = {
    clock: runtime.clock,
    seed: runtime.seed ?? 0,
    call: (task, inputs, options) => run.broker.run({ owner, task, inputs, options, counts }),
  };
  await settleBy(() => piece.score(columns, out, context, layout), out, runtime.clock, deadlineMs);
  return scatter(out.build(), selection, batch.layout);
}

async function runFunction(
  term: FunctionTerm,
  selection: Selection,
  run: BatchRun,
  deadlineMs: number | undefined,
): Promise<Signal> {
  const rollouts = Array.from(selection.rows, (r) => run.batch.rollouts[r] as Batch["rollouts"][number]);
  const inputs = Object.fromEntries(
    (term.facts.reads ?? []).map((name) => [name, take(run.signals.get(name) as Signal, selection, run.batch.layout)]),
  );
  const out = new SignalBuilder(FUNCTION_LEVEL, rollouts.length);
  const score = async (): Promise<void> => fill(out, await term.run(rollouts, inputs));
  await settleBy(score, out, run.runtime.clock, deadlineMs);
  return scatter(out.build(), selection, run.batch.layout);
}

function fill(out: SignalBuilder, values: ArrayLike<TermValue>): void {
  const { length } = out;
  if (values?.length !== length) {
    const got = values?.length === undefined ? "no list" : `${values.length}`;
    for (let i = 0; i < length; i++)
      out.fail(i, "engine", `Expected the function to return ${length} values, got ${got}.`);
    return;
  }
  for (let i = 0; i < length; i++) {
    const value = values[i] as TermValue;
    if (typeof value === "number") out.set(i, value);
    else if (value === null || value === undefined) out.abstain(i, "the function returned null");
    else if (value.kind === "scored") out.set(i, value.value);
    else out.miss(i, value);
  }
}

/** Applies an expression or a piece to signals that are there. */
export function runPure(
  body: Extract<TermBody, { kind: "transform" | "expression" }>,
  level: Level,
  signals: ReadonlyMap<string, Signal>,
  layout: Layout,
  moment: Moment,
): Signal {
  if (body.kind === "expression")
    return broadcastSignal(evaluateExpression(body.expression, signals, layout), level, layout);
  return body.piece.apply(readInputs(body, level, signals, layout), layout, moment);
}

/** What a piece is applied to: its inputs, each at the level it is read at. */
export function readInputs(
  { piece, inputs }: Extract<TermBody, { kind: "transform" }>,
  level: Level,
  signals: ReadonlyMap<string, Signal>,
  layout: Layout,
): readonly Signal[] {
  return inputs.map((input, i) => {
    const read = inputSpecAt(piece, i, inputs.length)?.level ?? level;
    return broadcastSignal(evaluateExpression(input, signals, layout), read, layout);
  });
}

function withinRange({ name, range }: Term, signal: Signal): Signal {
  const outside: number[] = [];
  for (let i = 0; i < signal.values.length; i++) {
    const value = signal.values[i] as number;
    if (signal.present[i] === 1 && (value < range.min || value > range.max)) outside.push(i);
  }
  if (outside.length === 0) return signal;
  const present = signal.present.slice();
  const values = signal.values.slice();
  const missing = new Map(signal.notes?.missing);
  for (const i of outside) {
    const reason = `Expected \`${name}\` to be in [${range.min}, ${range.max}], got ${values[i]}.`;
    missing.set(i, failed("engine", reason));
    present[i] = 0;
    values[i] = 0;
  }
  const { evidence = new Map(), costUsd = new Map() } = signal.notes ?? {};
  return { level: signal.level, values, present, notes: { missing, evidence, costUsd } };
}
