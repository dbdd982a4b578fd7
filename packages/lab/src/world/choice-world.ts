import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { positionPolicy } from "../policy/position-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { TokenWorld } from "./token-world.ts";

/** One response: what was chosen for which prompt, with numbers to draw from. */
export interface ChoiceAt {
  /** 0 … P − 1 */
  readonly prompt: number;
  /** [M] the choice of each head; −1 where what was written is none, as `choicePolicy` never does. */
  readonly choices: readonly number[];
  /** Uniform number `i` of the prompt: the same at every visit, another for another seed. */
  ofPrompt(i: number): number;
  /** Uniform number `i` of this response alone. */
  ofResponse(i: number): number;
}

/** The heads of a response, and how many choices each has. */
export interface ChoiceHeads {
  /** P: prompts there are, visited in turn. Default 16. */
  readonly prompts?: number;
  /** [M] choices of each head. */
  readonly heads: readonly number[];
}

export interface ChoiceWorldOptions<N extends string> extends ChoiceHeads {
  /** Names of what is measured. */
  readonly names: readonly N[];
  /** Values of one response, in the order of the names. */
  measure(at: ChoiceAt): readonly number[];
}

const [PAD, END, FIRST] = [0, 1, 2];

/**
 * A bandit with prompts: a response is one choice from each of M heads, and is measured as one likes.
 *
 * The signals are those named, one value for each response. A group is responses to the same prompt; prompts come in
 * turn, so that an update of P prompts visits each once. `choicePolicy` is a softmax for each head.
 *
 * @throws RewardError GUERDON_OPTION when there are no heads or a head has no choice
 */
export function choiceWorld<N extends string>(options: ChoiceWorldOptions<N>): TokenWorld {
  const { prompts: count = 16, heads, names, measure } = options;
  requireHeads(heads);
  const choices = Math.max(...heads);
  return {
    id: "choice@1",
    vocabulary: [
      "<pad>",
      "<end>",
      ...Array.from({ length: choices }, (_, k) => `${k} `),
      ...Array.from({ length: count }, (_, p) => `prompt ${p}: `),
    ],
    pad: PAD,
    end: END,
    maxPromptTokens: 1,
    maxTokens: heads.length,
    prompts: (seed, from, wanted, heldOut = false) => {
      const key = streamKey(seed, heldOut ? "choice held out" : "choice");
      const items = Array.from({ length: wanted }, (_, i) => ({
        prompt: (from + i) % count,
        seed,
        response: Math.floor(uniformAt(key, from + i) * 2 ** 32),
      }));
      const ids = Int32Array.from(items, ({ prompt }) => FIRST + choices + prompt);
      return { ids, count: wanted, length: 1, items };
    },
    signals: (prompts, completions) =>
      rolloutColumns(names, prompts, completions, END, ({ prompt: row, member, tokens }) => {
        const { prompt, seed, response } = prompts.items[row] as unknown as Item;
        const fixed = streamKey(seed, `choice ${prompt}`);
        const own = streamKey(response, `choice response ${member}`);
        return measure({
          prompt,
          choices: heads.map((size, m) => choiceOf(tokens[m] ?? PAD, size)),
          ofPrompt: (i) => uniformAt(fixed, i),
          ofResponse: (i) => uniformAt(own, i),
        });
      }),
  };
}

export interface ChoicePolicyOptions extends ChoiceHeads {
  /** [M] whether all prompts share the logits of a head. Default: each prompt has its own. */
  readonly shared?: readonly boolean[];
  /** [M, K] logits at the start. Default 0. */
  readonly initial?: readonly (readonly number[])[];
}

/** The policy of `choiceWorld`: for each head a softmax, of each prompt's own or shared by all. */
export function choicePolicy({ prompts = 16, heads, shared = [], initial = [] }: ChoicePolicyOptions): TokenPolicy {
  requireHeads(heads);
  const choices = Math.max(...heads);
  return positionPolicy({
    tokens: Array.from({ length: choices }, (_, k) => FIRST + k),
    initial: heads.map((size, m) =>
      Array.from({ length: choices }, (_, k) => (k < size ? (initial[m]?.[k] ?? 0) : Number.NEGATIVE_INFINITY)),
    ),
    classes: Array.from({ length: prompts }, (_, p) => FIRST + choices + p),
    places: heads.map((_, m) => (shared[m] === true ? "shared" : "own")),
  });
}

interface Item {
  readonly prompt: number;
  readonly seed: number;
  readonly response: number;
}

function choiceOf(token: number, size: number): number {
  return token >= FIRST && token < FIRST + size ? token - FIRST : -1;
}

function requireHeads(heads: readonly number[]): void {
  if (heads.length > 0 && heads.every((size) => Number.isInteger(size) && size > 0)) return;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected \`heads\` to be numbers of choices of at least 1, got ${JSON.stringify(heads)}.`,
    { details: { heads: [...heads] } },
  );
}
