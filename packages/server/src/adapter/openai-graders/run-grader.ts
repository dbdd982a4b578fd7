import { type Runtime, scoreBatch } from "@guerdon/core/engine";
import type { Library } from "@guerdon/core/piece";
import { compileProgram } from "@guerdon/core/program";
import { type Json, makeBatch, outcomeAt } from "@guerdon/core/signal";
import { type GraderModels, graderProgram, type SingleGrader } from "../../grader/index.ts";
import { makeRollout } from "../mapping/make-rollout.ts";
import { outcomeOf } from "../mapping/outcome-of.ts";
import { errorsOfGrader, errorsOfMissing } from "./errors-of-missing.ts";
import { NO_ERRORS, type RunErrors, type RunReply } from "./run-reply.ts";

/** What graders are run with. */
export interface GraderRuntime {
  readonly library: Library;
  readonly runtime: Runtime;
  /** Who answers for model graders; without it they are model_grader_server_error. */
  readonly models?: GraderModels;
  /** Longest run of one grader, in milliseconds. Default 150 s: a Python grader may take 120 s. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 150_000;

/** Grades one sample. What goes wrong is told in the flags, with reward 0. */
export async function runGrader(
  grader: { readonly name: string; readonly type: string },
  sample: string,
  item: Json,
  { library, runtime, models, timeoutMs = TIMEOUT_MS }: GraderRuntime,
): Promise<RunReply> {
  const started = runtime.clock.now();
  const tokens = new Map<string, number>();
  const counted = models && {
    ...models,
    onAnswer: (_: string, { model, totalTokens }: { readonly model: string; readonly totalTokens: number }) => {
      tokens.set(model, (tokens.get(model) ?? 0) + totalTokens);
    },
  };
  const reply = (reward: number, scores: { [name: string]: number }, errors: Partial<RunErrors>): RunReply => ({
    reward,
    metadata: {
      name: grader.name,
      type: grader.type,
      execution_time: (runtime.clock.now() - started) / 1000,
      scores,
      token_usage: tokens.size === 0 ? null : [...tokens.values()].reduce((sum, count) => sum + count, 0),
      sampled_model_name: tokens.keys().next().value ?? null,
      errors: { ...NO_ERRORS, ...errors },
    },
    sub_rewards: grader.type === "multi" ? scores : {},
    model_grader_token_usage_per_model: Object.fromEntries(tokens),
  });
  try {
    const { spec, terms } = graderProgram(grader, counted);
    const program = compileProgram(spec, library);
    const batch = makeBatch([makeRollout({ prompt: [], completion: sample, item })]);
    const result = await scoreBatch(program, batch, { ...runtime, batchDeadlineMs: timeoutMs });
    const { scores, errors } = scoresOf(terms, (name) => {
      const term = result.terms.get(name);
      return term && outcomeOf(term.signal, batch.layout, 0);
    });
    const late = runtime.clock.now() - started >= timeoutMs;
    const total = outcomeAt(result.total, 0);
    if (total.kind === "scored") return reply(total.value, scores, errors);
    const unexplained = Object.keys(errors).length === 0 && !(total.kind === "failed" && total.blame === "candidate");
    return reply(0, scores, {
      ...errors,
      ...(late ? { unresponsive_reward_error: true } : {}),
      ...(unexplained && !late ? { other_error: true } : {}),
    });
  } catch (error) {
    return reply(0, {}, errorsOfGrader(error));
  }
}

type Outcomes = (term: string) => ReturnType<typeof outcomeOf> | undefined;

function scoresOf(
  terms: ReadonlyMap<string, SingleGrader>,
  outcomes: Outcomes,
): { readonly scores: { [name: string]: number }; readonly errors: Partial<RunErrors> } {
  const scores: { [name: string]: number } = {};
  let errors: Partial<RunErrors> = {};
  for (const [name, grader] of terms) {
    const outcome = outcomes(name);
    if (outcome === undefined) continue;
    if (outcome.kind !== "scored") errors = { ...errors, ...errorsOfMissing(grader, outcome) };
    else {
      const negated = grader.type === "string_check" && (grader.operation === "ne" || grader.operation === "neq");
      scores[name] = negated ? 1 - outcome.value : outcome.value;
    }
  }
  return { scores, errors };
}
