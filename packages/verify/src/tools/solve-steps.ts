import { observationContains } from "./observation-contains.ts";
import { resultOf, type StepCalls } from "./step-calls.ts";

/** Answers still open, by the tool that can give them. */
export type OpenAnswers = { readonly [tool: string]: readonly string[] };

export interface SolveRewardRules {
  /** How hits `s` of `n` calls count: 2s/(n+1), s/n, s, or s²/n. */
  readonly form: "f1" | "p" | "r" | "pr";
  /** For a step that says and calls nothing. */
  readonly emptyPenalty: number;
  /** For a step whose call cannot be read. */
  readonly malformedPenalty: number;
  /** For words without the final answer once all is solved. */
  readonly allSolvedBonus: number;
  /** Largest value of a step with calls; none by default. */
  readonly cap: number | null;
  /** Whether a part must stand alone: `1` is not in `12`. */
  readonly wholeWords: boolean;
}

export interface SolvedStep {
  readonly value: number;
  readonly evidence: string;
}

/**
 * Pays each step for the open answers its calls bring, keeping a ledger so that no answer is paid twice.
 *
 *   calls: f(s, n);  empty → −0.5;  unreadable call → −0.3;  final answer → 1 / (1 + U);  else 0.5 if U = 0, else 0
 *
 * U counts the answers open before the step. The ledger belongs to the rollout and is not shared.
 *
 * @paper 209
 */
export function solveSteps(
  steps: readonly StepCalls[],
  open: OpenAnswers,
  answer: string | undefined,
  rules: SolveRewardRules,
): readonly SolvedStep[] {
  const ledger = new Map(Object.entries(open).map(([tool, answers]) => [tool, [...answers]]));
  let left = [...ledger.values()].reduce((sum, answers) => sum + answers.length, 0);
  return steps.map((step) => {
    if ("why" in step.read) return { value: wordsValue(step, left, answer, rules), evidence: step.read.why };
    const { calls } = step.read;
    let hits = 0;
    calls.forEach(({ name }, i) => {
      const answers = ledger.get(name);
      const found = answers?.findIndex((gold) => observationContains(gold, resultOf(step, i), rules)) ?? -1;
      if (found < 0) return;
      answers?.splice(found, 1);
      hits += 1;
    });
    left -= hits;
    const value = calls.length === 0 ? rules.emptyPenalty : FORMS[rules.form](hits, calls.length);
    return {
      value: rules.cap === null ? value : Math.min(value, rules.cap),
      evidence: `${hits} of ${calls.length} calls, ${left} open`,
    };
  });
}

const FORMS: { readonly [form in SolveRewardRules["form"]]: (s: number, n: number) => number } = {
  f1: (s, n) => (2 * s) / (n + 1),
  p: (s, n) => s / n,
  r: (s) => s,
  pr: (s, n) => (s * s) / n,
};

function wordsValue(step: StepCalls, left: number, answer: string | undefined, rules: SolveRewardRules): number {
  if (step.empty) return rules.emptyPenalty;
  if ("why" in step.read && step.read.absent !== true) return rules.malformedPenalty;
  if (answer !== undefined && observationContains(answer, step.text, rules)) return 1 / (1 + left);
  return left === 0 ? rules.allSolvedBonus : 0;
}

/** Precision, recall and F1 of a trajectory: answers solved over calls made, and over answers there were. */
export function solveProfile(
  solved: number,
  calls: number,
  total: number,
): { readonly p: number; readonly r: number; readonly f1: number } {
  const p = calls === 0 ? 0 : solved / calls;
  const r = total === 0 ? 0 : solved / total;
  return { p, r, f1: p + r === 0 ? 0 : (2 * p * r) / (p + r) };
}
