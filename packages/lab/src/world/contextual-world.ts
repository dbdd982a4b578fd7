import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Json, Signal } from "@guerdon/core/signal";
import type { Generation } from "../policy/language-model.ts";
import { type ContextualTask, choicePlan, FIRST_CHOICE, readChoices } from "./contextual-task.ts";
import type { Completions, Prompts, TokenWorld } from "./token-world.ts";

/** One response to a context. */
export interface ContextualResponse {
  /** 0 … C − 1 */
  readonly context: number;
  /** [M] the choice of each head; −1 where it was not asked. */
  readonly choices: readonly number[];
  /** [M] entropy of the distribution each was drawn from, in nats; 0 where it was not asked or is not known. */
  readonly entropies: readonly number[];
  /** Uniform number `i` of this response alone. */
  uniform(i: number): number;
}

export interface ContextualWorldOptions<N extends string> extends ContextualTask {
  /**
   * [R] values of responses by name; NaN where one does not apply.
   *
   * All responses of an update, or of an evaluation, are measured at once: what is known of the batch alone, such as a
   * correlation, is given to each of them.
   */
  measure(responses: readonly ContextualResponse[]): { readonly [name in N]: ArrayLike<number> };
  /** [≤ M] choices in the order they are asked for, as a teacher makes them; none where the teacher has no answer. */
  demonstrate?(context: number): readonly number[];
}

const [PAD, END] = [0, 1] as const;

/**
 * A contextual bandit with several heads: a response is a row of choices, each made with those before it in sight.
 *
 * A prompt is a context, and each choice a token. Which head comes next can depend on the choice (a tool is called or is
 * not), a choice can end the response, and it can reveal facts to later ones. Contexts for training are drawn evenly;
 * held-out ones come in turn, so that as many prompts as there are cover each once. `contextualPolicy` is the policy.
 *
 * @throws RewardError GUERDON_OPTION when there are no heads, a head has no choice, or there is no context for training
 *
 * ```ts doctest
 * import { contextualWorld } from "@guerdon/lab/world";
 * const measure = () => ({ right: [1] });
 * contextualWorld({ contexts: [[0.5], [1]], training: 1, heads: [3, 2], measure }).maxTokens // => 2
 * ```
 */
export function contextualWorld<N extends string>(options: ContextualWorldOptions<N>): TokenWorld {
  const plan = choicePlan(options);
  const { contexts, training, measure, demonstrate } = options;
  const held = contexts.length - training;
  const items = ({ items: all }: Prompts, p: number): Item => all[p] as unknown as Item;
  return {
    id: "contextual@1",
    vocabulary: ["<pad>", "<end>", ...choiceTexts(options.heads), ...contexts.map((_, c) => `context ${c}: `)],
    pad: PAD,
    end: END,
    maxPromptTokens: 1,
    maxTokens: plan.heads,
    prompts: (seed, from, count, heldOut = false) => {
      const side = heldOut ? "held-out contexts" : "contexts";
      const [key, own] = [streamKey(seed, side), streamKey(seed, `${side}: responses`)];
      const drawn = Array.from({ length: count }, (_, i): Item => {
        const context = heldOut ? training + ((from + i) % Math.max(1, held)) : evenly(key, from + i, training);
        return { context, key: evenly(own, from + i, 2 ** 32) };
      });
      const ids = Int32Array.from(drawn, ({ context }) => FIRST_CHOICE + plan.width + context);
      return { ids, count, length: 1, items: drawn as unknown as readonly Json[] };
    },
    signals: (prompts, completions) => {
      const columns = measure(
        Array.from(completions.lengths, (_, r) => {
          const perPrompt = completions.lengths.length / prompts.count;
          const prompt = Math.floor(r / perPrompt);
          return responseAt(plan, items(prompts, prompt), r - prompt * perPrompt, completions, r);
        }),
      );
      return Object.fromEntries(Object.entries<ArrayLike<number>>(columns).map(([name, of]) => [name, columnOf(of)]));
    },
    ...(demonstrate === undefined
      ? {}
      : {
          demonstration: (prompts: Prompts, index: number) => {
            let head = 0;
            const { context } = items(prompts, index);
            return demonstrate(context).map((choice) => {
              const token = FIRST_CHOICE + (plan.offsets[head] as number) + choice;
              head = plan.follows(context, head, choice);
              return token;
            });
          },
        }),
  };
}

interface Item {
  readonly context: number;
  readonly key: number;
}

function evenly(key: number, index: number, size: number): number {
  return Math.floor(uniformAt(key, index) * size);
}

function choiceTexts(heads: readonly number[]): readonly string[] {
  return heads.flatMap((size, head) => Array.from({ length: size }, (_, k) => `${head}:${k} `));
}

function responseAt(
  plan: ReturnType<typeof choicePlan>,
  { context, key }: Item,
  member: number,
  completions: Completions,
  r: number,
): ContextualResponse {
  const { ids, lengths, maxTokens } = completions;
  const choices = readChoices(plan, context, ids.subarray(r * maxTokens, r * maxTokens + (lengths[r] as number)));
  const { entropies: known } = completions as Partial<Generation>;
  const entropies = new Array<number>(plan.heads).fill(0);
  let at = r * maxTokens;
  for (let head = 0; known !== undefined && head < plan.heads; head++)
    if (choices[head] !== -1) entropies[head] = known[at++] as number;
  const own = streamKey(key, `contextual response ${member}`);
  return { context, choices, entropies, uniform: (i) => uniformAt(own, i) };
}

function columnOf(from: ArrayLike<number>): Signal {
  const [values, present] = [new Float64Array(from.length), new Uint8Array(from.length)];
  for (let r = 0; r < from.length; r++) {
    const value = from[r] as number;
    if (Number.isNaN(value)) continue;
    values[r] = value;
    present[r] = 1;
  }
  return { level: "rollout", values, present };
}
