import { RewardError } from "../error/reward-error.ts";
import type { Adaptive } from "../piece/moment.ts";
import type { AdvantageLink, Program, Term } from "../program/program.ts";
import type { Json } from "../signal/json.ts";
import type { Batch } from "../signal/layout.ts";
import type { Signal } from "../signal/signal.ts";
import { type Conclusion, type LinkResult, runChain } from "./conclude-batch.ts";
import { readInputs, type TermResult } from "./run-term.ts";

/** What the adaptive pieces of a program remember between training steps, as JSON. */
export interface ProgramState {
  /** Hash of the program it belongs to. */
  readonly program: string;
  /** The last training step it has seen; −1 before the first. */
  readonly step: number;
  /** State of each adaptive term, and of the credit, by name. */
  readonly terms: { readonly [name: string]: Json };
  /** State of each advantage of the chain; null where it is not adaptive. */
  readonly advantages: readonly Json[];
}

/** What a program remembers before its first training step. */
export function initState(program: Program): ProgramState {
  const terms = adaptiveTerms(program).map(([{ name }, adaptive]) => [name, adaptive.init()] as const);
  const advantages = program.advantage.links.map(({ piece }) => piece.adaptive?.init() ?? null);
  return { program: program.hash, step: -1, terms: Object.fromEntries(terms), advantages };
}

/**
 * What a program remembers after a training step, from the scores of the step's batch.
 *
 * The state moves once per step: for a step it has seen, and so for a retry of one, it is returned
 * as it is. The same state, batch and scores give the same state on every machine.
 *
 * @throws RewardError GUERDON_STATE when the state belongs to another program
 *
 * ```ts doctest
 * import { nextState } from "@guerdon/core/engine";
 * typeof nextState // => "function"
 * ```
 */
export function nextState(
  program: Program,
  state: ProgramState,
  batch: Pick<Batch, "layout" | "step">,
  scores: Conclusion & { readonly terms: ReadonlyMap<string, Pick<TermResult, "signal">> },
): ProgramState {
  if (state.program !== program.hash) throw foreignState(program, state);
  if (batch.step <= state.step) return state;
  const signals = new Map<string, Signal>([["total", scores.total]]);
  for (const [name, { signal }] of scores.terms) signals.set(name, signal);
  if (scores.credit !== undefined) signals.set("credit", scores.credit);
  const terms = adaptiveTerms(program).map(([term, adaptive]) => {
    const inputs = term.body.kind === "transform" ? readInputs(term.body, term.level, signals, batch.layout) : [];
    const before = state.terms[term.name] ?? adaptive.init();
    return [term.name, adaptive.step(before, inputs, batch.layout, batch.step)] as const;
  });
  const { links } = program.advantage;
  const adapts = links.some(({ piece }) => piece.adaptive !== undefined);
  const results = adapts ? runChain(program, scores.total, signals, batch, state) : [];
  const advantages = links.map((link, i) => nextOfLink(link, results[i], state.advantages[i] ?? null, batch));
  return { program: program.hash, step: batch.step, terms: Object.fromEntries(terms), advantages };
}

function nextOfLink(
  { piece: { adaptive, decoupled, refines } }: AdvantageLink,
  result: LinkResult | undefined,
  state: Json,
  { layout, step }: Pick<Batch, "layout" | "step">,
): Json {
  if (adaptive === undefined || result === undefined) return state;
  const { total, over, before, inputs = [] } = result.input;
  const rewards = refines === true ? [before as Signal] : decoupled ? over : [total];
  return adaptive.step(state ?? adaptive.init(), [...rewards, ...inputs], layout, step);
}

function adaptiveTerms({ terms, credit }: Program): readonly (readonly [Term, Adaptive])[] {
  return [...terms, ...(credit === undefined ? [] : [credit])].flatMap((term) => {
    const adaptive = term.body.kind === "transform" ? term.body.piece.adaptive : undefined;
    return adaptive === undefined ? [] : [[term, adaptive] as const];
  });
}

function foreignState({ hash, name }: Program, state: ProgramState): RewardError {
  return new RewardError(
    "GUERDON_STATE",
    `Expected the state of \`${name}\` (${hash.slice(0, 12)}), got that of another program (${String(state.program).slice(0, 12)}).`,
    {
      hint: "Go on with the program the state was made by, or begin with `initState`.",
      details: { expected: hash, got: state.program },
    },
  );
}
