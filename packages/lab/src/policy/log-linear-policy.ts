import { RewardError } from "@guerdon/core/error";
import { uniformAt } from "@guerdon/core/random";
import { nn, numpy as np } from "@jax-js/jax";
import { type HostFloats, hostArray, pick, type Tensor } from "../tensor/index.ts";
import type { Prompts } from "../world/token-world.ts";
import { categoricalEntropyOf } from "./categorical-head.ts";
import type { GenerateOptions, Generation } from "./language-model.ts";
import { createTokenSampler } from "./sample-token.ts";
import type { TokenModel, TokenPolicy, TokenWriter } from "./token-policy.ts";

/** One place of a completion. */
export interface LogLinearPlace {
  /** K: choices there. */
  readonly choices: number;
  /** [D] weights at the start; their number is that of the features. */
  readonly weights: readonly number[];
  /** [D] what is known of a choice, for a prompt: the same number for all. */
  features(prompt: number, choice: number): readonly number[];
}

export interface LogLinearPolicyOptions {
  /** Token of choice 0, the same at every place; those of the others follow. */
  readonly firstToken: number;
  /** Last token of prompt 0; those of the others follow. */
  readonly firstPrompt: number;
  /** P */
  readonly prompts: number;
  readonly places: readonly LogLinearPlace[];
}

/**
 * A softmax over choices that is linear in features of prompt and choice, place by place.
 *
 *   logit[p, m, k] = Σ_d weight[m, d] · feature[p, m, k, d]
 *
 * Features that say how a choice is related to the prompt make it a pointer: what is learnt on some prompts holds for
 * all. Places are blind to each other.
 *
 * @shape weights [D_m] for each place; completions [R, M] → log-probabilities and entropies [R·M]
 * @throws RewardError GUERDON_OPTION when a choice has other features than there are weights
 */
export function logLinearPolicy(options: LogLinearPolicyOptions): TokenPolicy {
  const tables = options.places.map((place, m) => tableOf(place, m, options.prompts));
  return {
    id: "log-linear@1",
    model: (_, temperature) => modelOf(options, tables, temperature),
    writer: () => writerOf(options, tables),
  };
}

/** [P, K, D] features of a place. */
function tableOf({ choices, weights, features }: LogLinearPlace, place: number, prompts: number): Float32Array {
  const width = weights.length;
  const table = new Float32Array(prompts * choices * width);
  for (let p = 0; p < prompts; p++) {
    for (let k = 0; k < choices; k++) {
      const own = features(p, k);
      if (own.length !== width) {
        throw new RewardError(
          "GUERDON_OPTION",
          `Expected as many \`features\` as weights at place ${place}, ${width}, got ${own.length}.`,
          { details: { place, prompt: p, choice: k } },
        );
      }
      table.set(own, (p * choices + k) * width);
    }
  }
  return table;
}

function modelOf(
  { firstToken, firstPrompt, prompts: count, places }: LogLinearPolicyOptions,
  tables: readonly Float32Array[],
  temperature: number,
): TokenModel {
  return {
    id: "log-linear@1",
    parameters: () => places.map(({ weights }) => hostArray([weights.length], weights)),
    outputs: (parameters, { prompts, completions }) => {
      const weights = parameters as readonly Tensor[];
      const [rows, width] = completions.shape as [number, number];
      const [asked, length] = prompts.shape as [number, number];
      const shown = nn.oneHot(prompts.slice([], length - 1).sub(firstPrompt), count);
      const out = places.map(({ choices }, m) => {
        const size = (weights[m] as Tensor).shape[0] as number;
        const table = np.array((tables[m] as Float32Array).slice()).reshape([count, choices * size]);
        const own = np.dot(shown.ref, table).reshape([asked * choices, size]);
        const logits = np
          .dot(own, (weights[m] as Tensor).reshape([size, 1]))
          .reshape([asked, 1, choices])
          .mul(1 / temperature);
        const spread = np
          .zeros([asked, rows / asked, choices])
          .add(logits)
          .reshape([rows, choices]);
        const logProbs = nn.logSoftmax(spread);
        const chosen = completions.ref.slice([], m).sub(firstToken);
        return { logProbs: pick(logProbs.ref, chosen), entropy: categoricalEntropyOf(logProbs) };
      });
      shown.dispose();
      completions.dispose();
      const joined = (columns: readonly Tensor[]): Tensor =>
        np
          .concatenate(
            columns.map((column) => column.reshape([rows, 1])),
            1,
          )
          .reshape([rows * width]);
      return {
        logProbs: joined(out.map(({ logProbs }) => logProbs)),
        entropy: joined(out.map(({ entropy }) => entropy)),
      };
    },
  };
}

function writerOf(
  { firstToken, firstPrompt, places }: LogLinearPolicyOptions,
  tables: readonly Float32Array[],
): TokenWriter {
  let weights: readonly HostFloats[] = [];
  const logits = places.map(({ choices }) => new Float64Array(choices));
  const read = (prompt: number): void => {
    places.forEach(({ choices }, m) => {
      const own = (weights[m] as HostFloats).data;
      for (let k = 0; k < choices; k++) {
        const at = (prompt * choices + k) * own.length;
        let sum = 0;
        for (let d = 0; d < own.length; d++) sum += (own[d] as number) * (tables[m]?.[at + d] as number);
        (logits[m] as Float64Array)[k] = sum;
      }
    });
  };
  return {
    load: (parameters) => {
      weights = parameters as unknown as readonly HostFloats[];
    },
    generate: (prompts, options) => write(logits, firstToken, firstPrompt, read, prompts, options),
  };
}

function write(
  logits: readonly Float64Array[],
  firstToken: number,
  firstPrompt: number,
  read: (prompt: number) => void,
  prompts: Pick<Prompts, "ids" | "count" | "length">,
  { perPrompt = 1, key = 0, first = 0, ...sampling }: GenerateOptions,
): Generation {
  const [rows, places] = [prompts.count * perPrompt, logits.length];
  const samplers = logits.map(({ length }) => createTokenSampler(length, sampling));
  const out = {
    ids: new Int32Array(rows * places),
    maxTokens: places,
    lengths: new Int32Array(rows).fill(places),
    ended: new Uint8Array(rows),
    logProbs: new Float64Array(rows * places),
    entropies: new Float64Array(rows * places),
  };
  for (let r = 0; r < rows; r++) {
    const prompt = Math.floor(r / perPrompt);
    if (r % perPrompt === 0) read((prompts.ids[(prompt + 1) * prompts.length - 1] as number) - firstPrompt);
    samplers.forEach((sampler, m) => {
      const at = r * places + m;
      const choice = sampler.draw(logits[m] as Float64Array, 0, uniformAt(key, (first + r) * places + m));
      out.ids[at] = firstToken + choice;
      out.logProbs[at] = sampler.logProbOf(choice);
      out.entropies[at] = sampler.entropy;
    });
  }
  return out;
}
