import { RewardError } from "@guerdon/core/error";
import { uniformAt } from "@guerdon/core/random";
import { adamOf } from "../policy/adam-step.ts";
import type { GenerateOptions, Generation } from "../policy/language-model.ts";
import { createTokenSampler } from "../policy/sample-token.ts";
import type { TokenPolicy, TokenWriter } from "../policy/token-policy.ts";
import { type HostInput, mlpParameters } from "../tensor/index.ts";
import { createContextualLearner } from "./contextual-learner.ts";
import { type ContextualTask, choicePlan, FIRST_CHOICE } from "./contextual-task.ts";
import {
  addRows,
  blockSizes,
  blocksOf,
  contextBuffers,
  type NetworkShape,
  outputsOf,
  runContext,
} from "./run-context.ts";
import type { Prompts } from "./token-world.ts";

export interface ContextualPolicyOptions extends ContextualTask {
  /** Width of the hidden layer. Default 64. */
  readonly hidden?: number;
  /** [M, K] logits at the start, whatever is seen. Default 0. */
  readonly initial?: readonly (readonly number[])[];
}

/**
 * The policy of `contextualWorld`: a perceptron on the context, to whose logits choices and what they reveal are added.
 *
 *   logits_k = z_k(context) + Σ_{j<k asked} (T_k[choice_j] + Σ_{facts revealed by it} F_k[fact])
 *
 * It learns by hand-written code and by AdamW alone: there is no model for the tensor engine.
 *
 * @shape completions [R, M] → log-probabilities and entropies [R·M]
 * @throws RewardError GUERDON_OPTION for another optimiser than AdamW
 */
export function contextualPolicy(options: ContextualPolicyOptions): TokenPolicy {
  const { contexts, hidden = 64, initial = [] } = options;
  const plan = choicePlan(options);
  const shape: NetworkShape = { plan, inputs: (contexts[0] as ArrayLike<number>).length / plan.parts, hidden };
  return {
    id: "contextual@1",
    model: () => {
      throw new RewardError(
        "GUERDON_OPTION",
        "Expected `contextual@1` to be trained by its own learner, got another.",
        {
          hint: "Train it by a token run with `adamw`.",
          details: { policy: "contextual@1" },
        },
      );
    },
    writer: () => writerOf(shape, contexts),
    learner: (_, temperature, optimiser, { seed, parameters, maxGradientNorm }) =>
      createContextualLearner({
        ...shape,
        contexts,
        temperature,
        maxGradientNorm,
        adam: adamOf(optimiser),
        learningRate: optimiser.learningRate,
        parameters:
          ((parameters as HostInput | undefined)?.data as Float32Array) ?? freshParameters(shape, initial, seed),
      }),
  };
}

/** Orthogonal layers, a policy near `initial`, an empty table. */
function freshParameters(shape: NetworkShape, initial: readonly (readonly number[])[], seed: number): Float32Array {
  const { plan, inputs, hidden } = shape;
  const vector = new Float32Array(blockSizes(shape).reduce((sum, size) => sum + size, 0));
  const outputs = outputsOf(plan);
  const start = new Array<number>(plan.width).fill(0);
  initial.forEach((row, head) => {
    row.forEach((logit, k) => {
      start[(plan.offsets[head] as number) + k] = logit;
    });
  });
  const own = start.slice(0, outputs);
  const [inner, outer] = mlpParameters(seed, "policy", [inputs, hidden, outputs], 0.01, own);
  const blocks = blocksOf(shape, vector);
  blocks.inner.set(inner?.weight.data as Float32Array);
  blocks.outer.set(outer?.weight.data as Float32Array);
  blocks.outerBias.set(own);
  return vector;
}

function writerOf(shape: NetworkShape, contexts: readonly ArrayLike<number>[]): TokenWriter {
  const vector = new Float32Array(blockSizes(shape).reduce((sum, size) => sum + size, 0));
  return {
    load: (parameters) => vector.set((parameters as HostInput).data),
    generate: (prompts, options) => write(shape, contexts, vector, prompts, options),
  };
}

function write(
  shape: NetworkShape,
  contexts: readonly ArrayLike<number>[],
  vector: Float32Array,
  prompts: Pick<Prompts, "ids" | "count" | "length">,
  { perPrompt = 1, key = 0, first = 0, maxTokens, pad = 0, ...sampling }: GenerateOptions,
): Generation {
  const { plan } = shape;
  const blocks = blocksOf(shape, vector);
  const rows = prompts.count * perPrompt;
  const samplers = plan.offsets.slice(1).map((to, k) => createTokenSampler(to - (plan.offsets[k] as number), sampling));
  const out = {
    ids: new Int32Array(rows * maxTokens).fill(pad),
    maxTokens,
    lengths: new Int32Array(rows),
    ended: new Uint8Array(rows).fill(1),
    logProbs: new Float64Array(rows * maxTokens),
    entropies: new Float64Array(rows * maxTokens),
  };
  const buffers = contextBuffers(shape);
  const logits = new Float64Array(plan.width);
  for (let r = 0; r < rows; r++) {
    const context = (prompts.ids[Math.floor(r / perPrompt)] as number) - FIRST_CHOICE - plan.width;
    if (r % perPrompt === 0) runContext(shape, blocks, contexts[context] as ArrayLike<number>, buffers);
    logits.set(buffers.z);
    let head = 0;
    for (let m = 0; head < plan.heads; m++) {
      const sampler = samplers[head] as (typeof samplers)[number];
      const from = plan.offsets[head] as number;
      const choice = sampler.draw(logits, from, uniformAt(key, (first + r) * maxTokens + m));
      out.ids[r * maxTokens + m] = FIRST_CHOICE + from + choice;
      out.logProbs[r * maxTokens + m] = sampler.logProbOf(choice);
      out.entropies[r * maxTokens + m] = sampler.entropy;
      out.lengths[r] = m + 1;
      addRows(plan, blocks.table, plan.rowsAfter(context, head, choice), head, logits);
      head = plan.follows(context, head, choice);
    }
  }
  return out;
}
