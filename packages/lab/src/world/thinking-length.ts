import { streamKey, uniformAt } from "@guerdon/core/random";
import { positionPolicy } from "../policy/position-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { below, drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { Prompts, TokenWorld } from "./token-world.ts";

export interface ThinkingLengthOptions {
  /** The most tokens of thinking; who writes that many was cut off. Default 32. */
  readonly maxTokens?: number;
  /** Chance of being right after enough thinking. Default 0.95. */
  readonly enough?: number;
  /** Chance of being right after too little. Default 0.1. */
  readonly tooLittle?: number;
}

const VOCABULARY = ["<pad>", "<answer>", "…", "easy", "hard"];
const [PAD, ANSWER, THINK, EASY, HARD] = [0, 1, 2, 3, 4];
const NAMES = ["correct", "gold", "length", "hard", "needed", "enough"] as const;
/** Members of a group that have draws of their own. */
const MEMBERS = 4096;

/**
 * How long to think: an easy prompt needs 2 … 6 tokens of thinking, a hard one 8 … 16, and nobody says how many.
 *
 *   easy   →   … … … <answer>        L = 3
 *
 * An answer is right with chance 0.95 where L ≥ n, with chance 0.1 where not; whether it is, is drawn once for each
 * prompt and member of its group. Who never answers is wrong. `thinkingLengthPolicy` is the policy this world was
 * made for.
 *
 * Signals, one for each completion: `correct`; `gold`: the chance of being right; `length` L: tokens of thinking;
 * `hard`: 1 for hard prompts; `needed`: n; `enough`: 1 where L ≥ n.
 *
 * @paper 104 §Experiment (n ∈ 2 … 6 or 8 … 16, p = 0.95 or 0.10, t ≤ 32), shared by 091, 103, 137, 206
 */
export function thinkingLength(options: ThinkingLengthOptions = {}): TokenWorld {
  const { maxTokens = 32, enough = 0.95, tooLittle = 0.1 } = options; // 104 §Experiment
  const source: PromptSource = {
    world: "thinking-length",
    pad: PAD,
    length: 1,
    heldOutShare: 0,
    make: (uniform) => {
      const hard = uniform() < 0.5;
      const needed = hard ? 8 + below(9, uniform) : 2 + below(5, uniform); // 104 §Experiment
      return { tokens: [hard ? HARD : EASY], item: { hard, needed, chance: uniform() }, name: "" };
    },
  };
  return {
    id: "thinking-length@1",
    vocabulary: VOCABULARY,
    pad: PAD,
    end: ANSWER,
    maxPromptTokens: 1,
    maxTokens,
    prompts: (seed, from, count, heldOut = false) =>
      drawPrompts({ ...source, heldOutShare: heldOut ? 1 : 0 }, seed, from, count, heldOut),
    signals: (prompts, completions) =>
      rolloutColumns(NAMES, prompts, completions, ANSWER, ({ prompt, member, tokens, ended }) => {
        const { hard, needed, chance } = taskAt(prompts, prompt);
        const suffices = tokens.length >= needed;
        const gold = ended ? (suffices ? enough : tooLittle) : 0;
        const draw = uniformAt(streamKey(Math.floor(chance * 2 ** 32), "thinking-length answer"), member % MEMBERS);
        return [draw < gold ? 1 : 0, gold, tokens.length, hard ? 1 : 0, needed, suffices ? 1 : 0];
      }),
    demonstration: (prompts, index) => [...new Array<number>(taskAt(prompts, index).needed).fill(THINK), ANSWER],
  };
}

/**
 * The policy of the canonical environment: at every place a hazard of answering, σ(u[t] + v[class][t]).
 *
 * u and v start at −2.5 and 0, so that it thinks for 12 tokens on average; v has half the step size of u.
 *
 * @paper 104 §Experiment (initial −2.5; learning rates 2.4 for u, 1.2 for v)
 */
export function thinkingLengthPolicy(): TokenPolicy {
  return positionPolicy({
    tokens: [ANSWER, THINK],
    initial: [-2.5, 0], // 104 §Experiment
    free: [true, false],
    classes: [EASY, HARD],
    ownScale: Math.SQRT1_2, // 104 §Experiment: 1.2 / 2.4
  });
}

interface Task {
  readonly hard: boolean;
  readonly needed: number;
  /** Seed of whether answers are right. */
  readonly chance: number;
}

function taskAt({ items }: Prompts, index: number): Task {
  return items[index] as unknown as Task;
}
