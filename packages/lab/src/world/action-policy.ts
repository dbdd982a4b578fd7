import { streamKey, uniformAt } from "@guerdon/core/random";
import { nn, numpy as np } from "@jax-js/jax";
import { categoricalEntropyOf } from "../policy/categorical-head.ts";
import type { GenerateOptions, Generation } from "../policy/language-model.ts";
import { plainMlp } from "../policy/plain-mlp.ts";
import { createTokenSampler } from "../policy/sample-token.ts";
import type { TokenModel, TokenPolicy, TokenWriter } from "../policy/token-policy.ts";
import {
  type DenseParameters,
  embed,
  type HostFloats,
  mlp,
  mlpParameters,
  normalArray,
  pick,
  type Tensor,
  type Tree,
} from "../tensor/index.ts";
import { type ActionStarts, actionSizes, drawStarts, FIRST_CHOICE } from "./action-world.ts";
import type { Prompts } from "./token-world.ts";

export interface ActionPolicyOptions extends ActionStarts {
  /** Widths of the hidden layers. Default one of 64. */
  readonly hidden?: readonly number[];
}

interface Shape {
  readonly sizes: readonly number[];
  /** [M] where the logits of each part begin. */
  readonly starts: readonly number[];
  readonly widths: readonly number[];
  readonly observations: readonly Float32Array[];
  /** The token of the first start. */
  readonly firstStart: number;
}

/**
 * The policy of `actionWorld`: a perceptron on what the start shows, with logits for each part of the action.
 *
 *   logits_k = z_k(observation) + Σ_{j<k} T_jk[choice_j]
 *
 * A part sees the choices before it by a table for each pair, as `factoredHead` does.
 *
 * @shape completions [R, M] → log-probabilities and entropies [R·M]
 */
export function actionPolicy(options: ActionPolicyOptions): TokenPolicy {
  const { hidden = [64] } = options;
  const sizes = actionSizes(options.dynamics);
  const { observations } = drawStarts(options);
  const width = sizes.reduce((sum, size) => sum + size, 0);
  const shape: Shape = {
    sizes,
    observations,
    starts: sizes.map((_, k) => sizes.slice(0, k).reduce((sum, size) => sum + size, 0)),
    widths: [observations[0]?.length as number, ...hidden, width],
    firstStart: FIRST_CHOICE + Math.max(...sizes),
  };
  return { id: "action@1", model: (_, temperature) => modelOf(shape, temperature), writer: () => writerOf(shape) };
}

function modelOf({ sizes, starts, widths, observations, firstStart }: Shape, temperature: number): TokenModel {
  const width = widths.at(-1) as number;
  const inputs = widths[0] as number;
  const table = Float32Array.from(observations.flatMap((row) => [...row]));
  return {
    id: "action@1",
    parameters: (seed) => ({
      policy: mlpParameters(seed, "policy", widths, 0.01),
      tables: sizes
        .slice(0, -1)
        .map((size, k) => normalArray(streamKey(seed, `part.${k}`), [size, width - (starts[k + 1] as number)], 0.01)),
    }),
    outputs: (parameters, { prompts, completions }) => {
      const { policy, tables } = parameters as { readonly policy: Tree; readonly tables: readonly Tensor[] };
      const [rows, parts] = completions.shape as [number, number];
      const count = prompts.shape[0] as number;
      const shown = embed(
        np.array(table.slice()).reshape([observations.length, inputs]),
        prompts.reshape([-1]).sub(firstStart),
      );
      const raw = mlp(policy, shown).reshape([count, 1, width]);
      let logits = np
        .zeros([count, rows / count, width])
        .add(raw)
        .reshape([rows, width]);
      const out = sizes.map((size, k) => {
        const chosen = completions.ref.slice([], k).sub(FIRST_CHOICE);
        const logProbs = nn.logSoftmax(logits.ref.slice([], [0, size]).mul(1 / temperature));
        const part = { logProbs: pick(logProbs.ref, chosen.ref), entropy: categoricalEntropyOf(logProbs) };
        const pair = tables[k];
        if (pair === undefined) {
          chosen.dispose();
          logits.dispose();
        } else {
          const later = logits.slice([], [size, logits.shape[1] as number]);
          logits = later.add(np.dot(nn.oneHot(chosen, size), pair));
        }
        return part;
      });
      completions.dispose();
      const joined = (columns: readonly Tensor[]): Tensor =>
        np
          .concatenate(
            columns.map((column) => column.reshape([rows, 1])),
            1,
          )
          .reshape([rows * parts]);
      return {
        logProbs: joined(out.map(({ logProbs }) => logProbs)),
        entropy: joined(out.map(({ entropy }) => entropy)),
      };
    },
  };
}

function writerOf(shape: Shape): TokenWriter {
  const network = plainMlp(shape.widths, "tanh");
  let tables: readonly HostFloats[] = [];
  return {
    load: (parameters) => {
      const loaded = parameters as unknown as {
        readonly policy: readonly DenseParameters[];
        readonly tables: readonly HostFloats[];
      };
      network.load(loaded.policy);
      tables = loaded.tables;
    },
    generate: (prompts, options) =>
      write(shape, (observation) => network.run(observation, 0), tables, prompts, options),
  };
}

function write(
  { sizes, starts, observations, firstStart }: Shape,
  raw: (observation: Float32Array) => Float64Array,
  tables: readonly HostFloats[],
  prompts: Pick<Prompts, "ids" | "count" | "length">,
  { perPrompt = 1, key = 0, first = 0, ...sampling }: GenerateOptions,
): Generation {
  const [rows, parts] = [prompts.count * perPrompt, sizes.length];
  const samplers = sizes.map((size) => createTokenSampler(size, sampling));
  const out = {
    ids: new Int32Array(rows * parts),
    maxTokens: parts,
    lengths: new Int32Array(rows).fill(parts),
    ended: new Uint8Array(rows),
    logProbs: new Float64Array(rows * parts),
    entropies: new Float64Array(rows * parts),
  };
  for (let r = 0; r < rows; r++) {
    const prompt = prompts.ids[(Math.floor(r / perPrompt) + 1) * prompts.length - 1] as number;
    const logits = raw(observations[prompt - firstStart] as Float32Array).slice();
    samplers.forEach((sampler, k) => {
      const choice = sampler.draw(logits, starts[k] as number, uniformAt(key, (first + r) * parts + k));
      out.ids[r * parts + k] = choice + FIRST_CHOICE;
      out.logProbs[r * parts + k] = sampler.logProbOf(choice);
      out.entropies[r * parts + k] = sampler.entropy;
      addRow(logits, starts[k + 1], tables[k], choice);
    });
  }
  return out;
}

/** Adds what a choice means for the logits of later parts. */
function addRow(logits: Float64Array, from: number | undefined, table: HostFloats | undefined, choice: number): void {
  if (from === undefined || table === undefined) return;
  const width = logits.length - from;
  for (let i = 0; i < width; i++)
    logits[from + i] = (logits[from + i] as number) + (table.data[choice * width + i] as number);
}
