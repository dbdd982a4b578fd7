import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { type Dynamics, type StepOutcome, vectorise } from "../environment/index.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { TokenWorld } from "./token-world.ts";

/** Starts of a task of one step, numbered: those for training, and behind them those that are held out. */
export interface ActionStarts {
  readonly dynamics: Dynamics;
  /** How many starts are drawn for training. */
  readonly prompts: number;
  /** Where held-out starts are drawn from. Default: `dynamics`. */
  readonly heldOut?: Dynamics;
  /** How many. Default 1. */
  readonly heldOutPrompts?: number;
}

const [PAD, END] = [0, 1] as const;
/** The token of choice 0. */
export const FIRST_CHOICE = 2;

/**
 * A task of one step as a token world: a prompt is a start, and each choice of the action is a token.
 *
 * So groups of responses to one start, samplers that drop groups, and evaluation on held-out starts all serve tasks with
 * discrete actions. Signals are those of the task and its `reward`. Starts are the same for every seed of a training and
 * come in turn; `actionPolicy` reads what a start shows.
 *
 * @throws RewardError GUERDON_OPTION for actions that are real numbers
 *
 * ```ts doctest
 * import { toolSchemaWorld } from "@guerdon/lab/environment";
 * import { actionWorld } from "@guerdon/lab/world";
 * actionWorld({ dynamics: toolSchemaWorld(), prompts: 40 }).maxTokens // => 10
 * ```
 */
export function actionWorld(starts: ActionStarts): TokenWorld {
  const { dynamics, prompts: count, heldOutPrompts = 1 } = starts;
  const sizes = actionSizes(dynamics);
  const choices = Math.max(...sizes);
  const { states } = drawStarts(starts);
  const names = ["reward", ...(dynamics.signals ?? [])];
  const state = new Float64Array(dynamics.stateSize);
  const measured = new Float64Array(names.length - 1);
  const outcome: StepOutcome = { reward: 0, terminated: false };
  return {
    id: `action-${dynamics.id}`,
    vocabulary: [
      "<pad>",
      "<end>",
      ...Array.from({ length: choices }, (_, k) => `${k} `),
      ...states.map((_, p) => `start ${p}: `),
    ],
    pad: PAD,
    end: END,
    maxPromptTokens: 1,
    maxTokens: sizes.length,
    prompts: (seed, from, wanted, heldOut = false) => {
      const items = Array.from({ length: wanted }, (_, i) => ({
        start: heldOut ? count + ((from + i) % heldOutPrompts) : (from + i) % count,
        key: Math.floor(uniformAt(streamKey(seed, "action world"), from + i) * 2 ** 32),
      }));
      const ids = Int32Array.from(items, ({ start }) => FIRST_CHOICE + choices + start);
      return { ids, count: wanted, length: 1, items };
    },
    signals: (prompts, completions) =>
      rolloutColumns(names, prompts, completions, END, ({ prompt, member, tokens }) => {
        const { start, key } = prompts.items[prompt] as { readonly start: number; readonly key: number };
        state.set(states[start] as Float64Array);
        const action = sizes.map((size, m) => Math.min(size - 1, Math.max(0, (tokens[m] ?? PAD) - FIRST_CHOICE)));
        const draw = drawOf(streamKey(key, `member ${member}`));
        const task = start < count ? dynamics : (starts.heldOut ?? dynamics);
        task.step(state, 0, action, 0, draw, outcome);
        task.measure?.(state, 0, measured);
        return [outcome.reward, ...measured];
      }),
  };
}

/** What each start shows, and its state: of training, then held out. */
export function drawStarts({ dynamics, prompts, heldOut = dynamics, heldOutPrompts = 1 }: ActionStarts): {
  readonly states: readonly Float64Array[];
  readonly observations: readonly Float32Array[];
} {
  const drawn = [
    { task: vectorise(dynamics, prompts), count: prompts, seed: 0 },
    { task: vectorise(heldOut, heldOutPrompts), count: heldOutPrompts, seed: 1 },
  ].map(({ task, count, seed }) => {
    task.reset(seed);
    return { count, rows: task.save()[0] as Float64Array, shown: task.observations };
  });
  const rowsOf = <T extends Float64Array | Float32Array>(rows: T, count: number): readonly T[] =>
    Array.from(
      { length: count },
      (_, p) => rows.slice((p * rows.length) / count, ((p + 1) * rows.length) / count) as T,
    );
  return {
    states: drawn.flatMap(({ rows, count }) => rowsOf(rows, count)),
    observations: drawn.flatMap(({ shown, count }) => rowsOf(shown, count)),
  };
}

/** [M] how many choices each part of an action has. */
export function actionSizes({ id, action }: Dynamics): readonly number[] {
  if (action.kind === "discrete") return [action.size];
  if (action.kind === "multi-discrete") return action.sizes;
  throw new RewardError("GUERDON_OPTION", `Expected discrete actions, got real numbers: ${id}.`, {
    details: { environment: id },
  });
}

function drawOf(key: number) {
  let count = 0;
  const uniform = (): number => uniformAt(key, count++);
  return {
    uniform,
    between: (low: number, high: number) => low + (high - low) * uniform(),
    whole: (size: number) => Math.floor(size * uniform()),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
