import { streamKey } from "@guerdon/core/random";
import { refillPlan } from "@guerdon/core/sampler";
import { gatherWritten, type Written } from "./gather-written.ts";
import { realTime } from "./real-time.ts";
import { type CompletionScores, scoreCompletions } from "./score-completions.ts";
import type { TokenState } from "./token-loop.ts";

/** Writes completions of P prompts; with a sampler, of more prompts until P are kept. */
export async function collectWritten(
  state: TokenState,
  step: number,
): Promise<{ written: Written; asked: number; tries: number }> {
  const { prompts: wanted, keep } = state.training;
  if (keep === undefined) return { written: write(state, wanted), asked: wanted, tries: 1 };
  const parts: { written: Written; chosen: number[]; left: number[] }[] = [];
  let [asked, kept, tries] = [0, 0, 0];
  for (;;) {
    const { ask } = refillPlan({ asked, kept, tries }, { ...keep.refill, wanted });
    if (ask === 0) break;
    const written = write(state, wanted);
    const { total, layout } = await scoreWritten(state, written, step);
    const marks = keep.sampler.apply([total], layout, { step });
    const order = written.prompts.items.map((_, p) => p);
    const chosen = order.filter((p) => marks.values[p] === 1).slice(0, wanted - kept);
    parts.push({ written, chosen, left: order.filter((p) => marks.values[p] !== 1) });
    asked += wanted;
    kept += chosen.length;
    tries += 1;
  }
  const short = wanted - kept;
  const last = parts.at(-1) as (typeof parts)[number];
  last.chosen.push(...last.left.slice(0, short));
  return { written: gatherWritten(parts), asked, tries };
}

function write(state: TokenState, count: number): Written {
  const { world, sampling = {}, perPrompt } = state.training;
  const prompts = world.prompts(state.seed, state.nextPrompt, count);
  const generation = state.writer.generate(prompts, {
    ...sampling,
    perPrompt,
    maxTokens: world.maxTokens,
    end: world.end,
    pad: world.pad,
    key: streamKey(state.seed, "completions"),
    first: state.nextPrompt * perPrompt,
  });
  state.nextPrompt += count;
  return { prompts, generation };
}

/** Scores completions by the program of the run. */
export function scoreWritten(
  state: TokenState,
  { prompts, generation }: Written,
  step: number,
): Promise<CompletionScores> {
  const { world, program, runtime = realTime } = state.training;
  return scoreCompletions(world, program, prompts, generation, { step, state: state.program, runtime });
}
