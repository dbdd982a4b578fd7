import { type CoalitionValue, leaveOneOut, shapley } from "@guerdon/core/credit";
import { streamKey } from "@guerdon/core/random";
import { fullSignal } from "@guerdon/core/signal";
import { positionPolicy } from "../policy/position-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { normalAt } from "../tensor/index.ts";
import { drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { TokenWorld } from "./token-world.ts";

export interface PairwiseTokensOptions {
  /** T: tokens of an answer. Default 12. */
  readonly tokens?: number;
  /** V: kinds of tokens. Default 8. */
  readonly kinds?: number;
  /** Deviation of what two neighbours are worth together. Default 0.6. */
  readonly coupling?: number;
  /** How the outcome is shared out among the tokens. Default `shapley`. */
  readonly credit?: "shapley" | "leave-one-out";
  /** Random orders of the Shapley values. Default 4. */
  readonly permutations?: number;
}

const [PAD, END, ASK, FIRST] = [0, 1, 2, 3];

/**
 * Answers whose tokens are worth something by themselves and with their neighbours, but are scored as a whole.
 *
 *   v(S) = Σ_{t ∈ S} w_t(y_t) + Σ_{t, t+1 ∈ S} c_t(y_t, y_{t+1}),   w standard normal, c of deviation 0.6: fixed by the seed
 *
 * A token that is left out is blank: it is worth nothing alone or with others. Signals: `outcome`: v of the whole answer;
 * `shares` of each token: its Shapley value, by random orders drawn anew for each answer, or what is lost without it.
 *
 * @paper 042 §Experiment A: 12 tokens of 8 kinds
 */
export function pairwiseTokens(options: PairwiseTokensOptions = {}): TokenWorld {
  const { tokens: length = 12, kinds = 8, coupling = 0.6, credit = "shapley", permutations = 4 } = options;
  const source: PromptSource = {
    world: "pairwise-tokens",
    pad: PAD,
    length: 1,
    heldOutShare: 0,
    make: (uniform) => ({ tokens: [ASK], item: { chance: Math.floor(uniform() * 2 ** 32) }, name: "" }),
  };
  return {
    id: "pairwise-tokens@1",
    vocabulary: ["<pad>", "<end>", "?", ...Array.from({ length: kinds }, (_, k) => `${k} `)],
    pad: PAD,
    end: END,
    maxPromptTokens: 1,
    maxTokens: length,
    prompts: (seed, from, count, heldOut = false) => {
      const prompts = drawPrompts({ ...source, heldOutShare: heldOut ? 1 : 0 }, seed, from, count, heldOut);
      return { ...prompts, items: prompts.items.map((item) => ({ ...(item as { readonly chance: number }), seed })) };
    },
    signals: (prompts, completions, { tokenOffsets }) => {
      const shares = new Float64Array(tokenOffsets.at(-1) as number);
      let rollout = 0;
      const columns = rolloutColumns(["outcome"], prompts, completions, END, ({ prompt, member, tokens }) => {
        const { seed, chance } = prompts.items[prompt] as unknown as Item;
        const value = coalitionValue(tokens, { key: streamKey(seed, "pairwise tokens"), kinds, coupling });
        const order = streamKey(chance, `pairwise tokens ${member}`);
        const settings = { method: "permutation", permutations, antithetic: false, seed: order } as const;
        const own = credit === "shapley" ? shapley(tokens.length, value, settings) : leaveOneOut(tokens.length, value);
        shares.set(own, tokenOffsets[rollout++]);
        return [value(new Uint8Array(tokens.length).fill(1), 1)[0] as number];
      });
      return { ...columns, shares: fullSignal("token", shares) };
    },
  };
}

/** The policy of `pairwiseTokens`: a softmax over the kinds for each place. */
export function pairwiseTokensPolicy({ kinds = 8 }: Pick<PairwiseTokensOptions, "kinds"> = {}): TokenPolicy {
  return positionPolicy({
    tokens: Array.from({ length: kinds }, (_, k) => FIRST + k),
    initial: new Array<number>(kinds).fill(0),
  });
}

interface Item {
  readonly seed: number;
  readonly chance: number;
}

/** What coalitions of the tokens of an answer are worth. */
function coalitionValue(
  tokens: Int32Array,
  { key, kinds, coupling }: { readonly key: number; readonly kinds: number; readonly coupling: number },
): CoalitionValue {
  const kindAt = (t: number): number => (tokens[t] as number) - FIRST;
  const isKind = (t: number): boolean => t < tokens.length && kindAt(t) >= 0 && kindAt(t) < kinds;
  const stride = kinds * (kinds + 1);
  const alone = Float64Array.from(tokens, (_, t) => (isKind(t) ? normalAt(key, t * stride + kindAt(t)) : 0));
  const together = Float64Array.from(tokens, (_, t) =>
    isKind(t) && isKind(t + 1) ? coupling * normalAt(key, t * stride + kinds + kindAt(t) * kinds + kindAt(t + 1)) : 0,
  );
  return (masks, coalitions) => {
    const values = new Float64Array(coalitions);
    for (let c = 0, at = 0; c < coalitions; c++) {
      for (let t = 0; t < tokens.length; t++, at++) {
        if (masks[at] === 0) continue;
        const isPair = t + 1 < tokens.length && masks[at + 1] === 1;
        values[c] = (values[c] as number) + (alone[t] as number) + (isPair ? (together[t] as number) : 0);
      }
    }
    return values;
  };
}
