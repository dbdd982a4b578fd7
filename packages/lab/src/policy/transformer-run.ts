import { RewardError } from "@guerdon/core/error";
import { evaluateTokens, type LogitRows } from "./evaluate-tokens.ts";
import { runTransformer } from "./run-transformer.ts";
import { keyCount, planSequences } from "./sequence-plan.ts";
import { createTokenBatch, isShape, keepTokens, type TokenBatch, type TokenInputs, tokenShape } from "./token-batch.ts";
import type { TransformerShape } from "./transformer.ts";
import { type TransformerConfig, transformerSizes } from "./transformer-config.ts";
import { createTransformerMemory, roomFor, type TransformerMemory } from "./transformer-memory.ts";
import type { TransformerParameters } from "./transformer-parameters.ts";

/** A transformer on kernels with the batch it reads; memory grows to the largest there was. */
export interface TransformerRun {
  memory: TransformerMemory;
  batch: TokenBatch;
}

export function startTransformerRun(config: TransformerConfig, fresh: TransformerParameters): TransformerRun {
  if (config.hidden % 8 !== 0) throw unevenWidth(config.hidden);
  const least = { prompts: 1, promptTokens: 1, completions: 1, maxTokens: 1 };
  const memory = createTransformerMemory(transformerSizes(config), roomFor(least));
  memory.blocks.write(memory.parameters, fresh);
  return { memory, batch: createTokenBatch(least) };
}

/** The batch for the shape of the inputs. */
export function batchFor(run: TransformerRun, inputs: TokenInputs): TokenBatch {
  const shape = tokenShape(inputs);
  if (isShape(run.batch.plan.shape, shape)) return run.batch;
  const { positions, context } = run.memory.sizes;
  if (positions === "learnt" && keyCount(shape) > context) throw noPlace(keyCount(shape), context);
  const [needed, { room }] = [roomFor(shape), run.memory];
  if (needed.rows > room.rows || needed.keys > room.keys || needed.table > room.table) {
    const most = (name: keyof typeof room): number => Math.max(needed[name], room[name]);
    run.memory = moved(run.memory, { rows: most("rows"), keys: most("keys"), table: most("table") });
  }
  run.batch = createTokenBatch(shape);
  return run.batch;
}

function moved(from: TransformerMemory, room: TransformerMemory["room"]): TransformerMemory {
  const to = createTransformerMemory(from.sizes, room);
  to.parameters.set(from.parameters);
  to.mean.set(from.mean);
  to.square.set(from.square);
  return to;
}

/** Runs the network on the lengths of the batch and evaluates the tokens. */
export function readTokens(run: TransformerRun, inputs: TokenInputs, shape: TransformerShape): void {
  const { memory, batch } = run;
  keepTokens(batch, inputs, memory.sizes.vocabulary);
  planSequences(batch.plan, inputs, batch.lengths, shape.pad);
  runTransformer(memory, batch.plan);
  const { logProbs, entropy } = batch.outputs;
  logProbs.fill(0);
  entropy.fill(0);
  evaluateTokens(logitRows(run, shape), logProbs, entropy);
}

export function logitRows({ memory, batch }: TransformerRun, { temperature = 1 }: TransformerShape): LogitRows {
  const { logits, d, blocks, sizes } = memory;
  const { plan, read } = batch;
  return {
    ...{ logits, probabilities: d.logits, stride: blocks.columns, vocabulary: sizes.vocabulary, temperature },
    ...{ from: plan.split, to: plan.rows, outputs: plan.outputs, targets: read.completions },
  };
}

function unevenWidth(hidden: number): RewardError {
  return new RewardError("GUERDON_OPTION", `Expected \`hidden\` to be a multiple of 8, got ${hidden}.`, {
    hint: "Round it up, or make the learner by `createLearner`.",
    details: { got: hidden },
  });
}

function noPlace(tokens: number, context: number): RewardError {
  return new RewardError("GUERDON_SHAPE", `Expected sequences of at most ${context} tokens, got ${tokens}.`, {
    hint: "Give the model a longer `context`: it has a learnt vector for each place.",
    details: { got: tokens, context },
  });
}
