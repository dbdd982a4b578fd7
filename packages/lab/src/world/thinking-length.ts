import { streamKey, uniformAt } from "@guerdon/core/random";
import { drawPrompts } from "./draw-prompts.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import {
  shownLength,
  THINKING,
  type ThinkingClass,
  type ThinkingLengthOptions,
  taggedPrompts,
  taskAt,
  thinkingSource,
} from "./thinking-source.ts";
import type { TokenWorld } from "./token-world.ts";

const { PAD, ANSWER, THINK } = THINKING;
const CLASSES: readonly ThinkingClass[] = [
  { name: "easy", share: 0.5, needed: [2, 6] }, // 104 §Experiment
  { name: "hard", share: 0.5, needed: [8, 16] }, // 104 §Experiment
];
const NAMES = ["correct", "gold", "length", "hard", "needed", "enough", "kind", "tag", "task"] as const;
/** Members of a group that have draws of their own. */
const MEMBERS = 4096;

/**
 * How long to think: an easy prompt needs 2 … 6 tokens of thinking, a hard one 8 … 16, and nobody says how many.
 *
 *   easy   →   … … … <answer>        L = 3
 *
 * An answer is right with chance 0.95 where L ≥ n, with chance 0.1 where not; whether it is, is drawn once for each
 * prompt and member of its group. Who never answers is wrong. With `tags` (budgets, modes) each task comes once with
 * each, `low easy`; a group is the completions of one prompt. `thinkingLengthPolicy` is the policy this world was made
 * for.
 *
 * Signals, one for each completion: `correct`; `gold`: the chance of being right; `length` L: tokens of thinking;
 * `hard`: 0 for the first class, 1 for others; `needed`: n; `enough`: 1 where L ≥ n; `kind` and `tag`: which class and
 * tag, from 0; `task`: its number, the same for all tags.
 *
 * @paper 104 §Experiment (n ∈ 2 … 6 or 8 … 16, p = 0.95 or 0.10, t ≤ 32), shared by 091, 103, 107, 137, 206
 * @paper 105 §Experiment (chances without thinking)
 */
export function thinkingLength(options: ThinkingLengthOptions = {}): TokenWorld {
  const { maxTokens = 32, enough = 0.95, tooLittle = 0.1, classes = CLASSES, tags = [], memberTags } = options; // 104
  const source = thinkingSource(classes);
  return {
    id: "thinking-length@1",
    vocabulary: ["<pad>", "<answer>", "…", ...classes.map(({ name }) => name), ...tags],
    pad: PAD,
    end: ANSWER,
    maxPromptTokens: tags.length === 0 ? 1 : 2,
    maxTokens,
    prompts: (seed, from, count, heldOut = false) =>
      tags.length === 0
        ? drawPrompts({ ...source, heldOutShare: heldOut ? 1 : 0 }, seed, from, count, heldOut)
        : taggedPrompts(source, { ...options, from, count, seed, heldOut, classes: classes.length }),
    signals: (prompts, completions) =>
      rolloutColumns(NAMES, prompts, completions, ANSWER, ({ prompt, member, tokens, ended }) => {
        const { kind, tag = memberTags?.[member] ?? 0, needed, chance, number } = taskAt(prompts, prompt);
        const own = classes[kind] as ThinkingClass;
        const suffices = tokens.length >= needed;
        const right = suffices ? (own.enough ?? enough) : tooLittle;
        const gold = ended ? (tokens.length === 0 ? (own.direct ?? right) : right) : 0;
        const draw = uniformAt(streamKey(Math.floor(chance * 2 ** 32), "thinking-length answer"), member % MEMBERS);
        return [
          draw < gold ? 1 : 0,
          gold,
          tokens.length,
          kind > 0 ? 1 : 0,
          needed,
          suffices ? 1 : 0,
          kind,
          tag,
          number,
        ];
      }),
    demonstration: (prompts, index) => [...new Array<number>(shownLength(prompts, index, options)).fill(THINK), ANSWER],
  };
}
