import { runTerms, totalOf } from "@guerdon/core/engine";
import type { Program } from "@guerdon/core/program";
import { streamKey } from "@guerdon/core/random";
import type { Signal } from "@guerdon/core/signal";
import { makeBatch } from "@guerdon/core/signal";
import type { TokenPolicy } from "@guerdon/lab/policy";
import type { HostTree } from "@guerdon/lab/tensor";
import { rolloutsOf, type TokenWorld } from "@guerdon/lab/world";
import { systemClock } from "../system-clock.ts";

/** One answer of the model with what a reward made of it. */
export interface SampledAnswer {
  readonly question: string;
  readonly text: string;
  readonly total: number | undefined;
  readonly terms: { readonly [term: string]: number | undefined };
}

/** Lets a policy answer prompts it was never trained on, and scores what it writes by a program. */
export async function sampleAnswers(
  {
    world,
    policy,
    parameters,
  }: { readonly world: TokenWorld; readonly policy: TokenPolicy; readonly parameters: HostTree },
  program: Program,
  count: number,
): Promise<readonly SampledAnswer[]> {
  const prompts = world.prompts(streamKey(0, "demo"), 0, count, true);
  const writer = policy.writer(world, count);
  writer.load(parameters);
  const { maxTokens, end, pad } = world;
  const written = writer.generate(prompts, { maxTokens, end, pad, key: streamKey(0, "demo answers") });
  const batch = makeBatch(rolloutsOf(world, prompts, written));
  const results = await runTerms(program.terms, batch, { clock: systemClock }, new Map());
  const signals = new Map([...results].map(([name, { signal }]) => [name, signal]));
  const total = totalOf(program, signals, batch.layout);
  return batch.rollouts.map(({ prompt, completion }, r) => ({
    question: String(prompt[0]?.content),
    text: String(completion[0]?.content),
    total: valueAt(total, r),
    terms: Object.fromEntries([...signals].map(([name, signal]) => [name, valueAt(signal, r)])),
  }));
}

function valueAt({ values, present }: Signal, index: number): number | undefined {
  return present[index] === 1 ? values[index] : undefined;
}
