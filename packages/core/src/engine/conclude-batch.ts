import { evaluateExpression } from "../expression/index.ts";
import type { AdvantageInput } from "../piece/piece.ts";
import { inputSpecAt } from "../program/input-path.ts";
import type { AdvantageLink, Program, Term } from "../program/program.ts";
import type { Batch, Layout } from "../signal/layout.ts";
import type { Signal } from "../signal/signal.ts";
import { broadcastSignal } from "./broadcast-signal.ts";
import type { ProgramState } from "./program-state.ts";
import { runPure } from "./run-term.ts";

/** What follows from the terms of a batch. */
export interface Conclusion {
  readonly total: Signal;
  /** The total handed out to steps or tokens, where the program says how. */
  readonly credit?: Signal;
  /** At the level of the program's chain of advantages; every value present. */
  readonly advantages: Signal;
}

/** What is known already when a batch is concluded. */
export interface Known {
  readonly total?: Signal | undefined;
  readonly state?: ProgramState | undefined;
}

/** A batch as far as pure pieces see it. */
type Laid = Pick<Batch, "layout"> & Partial<Pick<Batch, "step">>;

/**
 * Total, credit and advantages of a batch whose terms are scored.
 *
 * A rollout without a total has no reward: its terms count for no decoupled advantage either.
 */
export function concludeBatch(
  program: Program,
  signals: ReadonlyMap<string, Signal>,
  batch: Laid,
  known: Known = {},
): Conclusion {
  const { layout } = batch;
  const total = known.total ?? totalOf(program, signals, layout);
  const later = new Map([["total", total] as const, ...signals]);
  const credit = program.credit && creditOf(program.credit, later, batch, known.state);
  if (credit !== undefined) later.set("credit", credit);
  const made = runChain(program, total, later, batch, known.state).at(-1) as LinkResult;
  return { total, ...(credit === undefined ? {} : { credit }), advantages: made.advantages };
}

function creditOf(
  credit: Term,
  signals: ReadonlyMap<string, Signal>,
  { layout, step = 0 }: Laid,
  state?: ProgramState,
): Signal {
  if (credit.body.kind !== "transform" && credit.body.kind !== "expression") {
    throw new Error("A credit is compiled from a piece or an expression.");
  }
  return runPure(credit.body, credit.level, signals, layout, { step, state: state?.terms.credit });
}

/** What one piece of the chain was given, and what it made of it. */
export interface LinkResult {
  readonly input: AdvantageInput;
  readonly advantages: Signal;
}

/**
 * Runs the chain of advantages.
 *
 * @param signals - terms, and what else the inputs may name: `total` and `credit`
 */
export function runChain(
  { advantage }: Pick<Program, "advantage">,
  total: Signal,
  signals: ReadonlyMap<string, Signal>,
  { layout, step = 0 }: Laid,
  state?: ProgramState,
): readonly LinkResult[] {
  const over = advantage.over.map((name) =>
    presentWith(broadcastSignal(signals.get(name) as Signal, "rollout", layout), total),
  );
  const results: LinkResult[] = [];
  for (const [i, link] of advantage.links.entries()) {
    const before = results.at(-1)?.advantages;
    const input: AdvantageInput = {
      total,
      over: i === 0 ? over : [],
      ...(link.piece.needs.includes("tokens") ? { tokenCounts: countTokens(layout.tokenOffsets) } : {}),
      ...(link.inputs.length === 0 ? {} : { inputs: linkInputs(link, signals, layout) }),
      ...(before === undefined ? {} : { before: broadcastSignal(before, link.level, layout) }),
    };
    const moment = { step, state: state?.advantages[i] ?? undefined };
    results.push({ input, advantages: link.piece.advantages(input, layout, moment) });
  }
  return results;
}

function linkInputs(
  { piece, inputs, level }: AdvantageLink,
  signals: ReadonlyMap<string, Signal>,
  layout: Layout,
): readonly Signal[] {
  return inputs.map((input, k) => {
    const read = inputSpecAt({ inputs: piece.inputs ?? [] }, k, inputs.length)?.level ?? level;
    return broadcastSignal(evaluateExpression(input, signals, layout), read, layout);
  });
}

/** A signal that is missing where another is. */
function presentWith(signal: Signal, other: Signal): Signal {
  if (!other.present.includes(0)) return signal;
  const present = signal.present.map((own, r) => own & (other.present[r] as number));
  return { level: signal.level, values: signal.values.map((value, r) => value * (present[r] as number)), present };
}

/** The total of every rollout of a batch whose terms are scored. */
export function totalOf(program: Program, signals: ReadonlyMap<string, Signal>, layout: Layout): Signal {
  return broadcastSignal(evaluateExpression(program.total, signals, layout), "rollout", layout);
}

function countTokens(offsets: Int32Array): Float64Array {
  return Float64Array.from(
    { length: offsets.length - 1 },
    (_, r) => (offsets[r + 1] as number) - (offsets[r] as number),
  );
}
