import { RewardError } from "@guerdon/core/error";
import type { Transform } from "@guerdon/core/piece";
import { drawByWeight } from "@guerdon/core/sampler";
import { flatLayout, fullSignal, type Json, type Signal } from "@guerdon/core/signal";
import type { Run } from "../experiment/run.ts";
import { layoutOf } from "../world/rollout-columns.ts";
import type { Prompts, TokenWorld } from "../world/token-world.ts";

export interface PromptReplayOptions {
  /** Seed of the run whose prompts are replayed. */
  readonly seed: number;
  /** Weighs prompts that could come next by what became of them: a sampler such as `failureReplay`. */
  readonly sampler: Transform;
  /** The signal of the world that says what became of a response. */
  readonly signal: string;
}

interface State {
  /** What the sampler remembers. */
  sampler: Json;
  /** Number in the stream of each prompt that is remembered. */
  numbers: { [prompt: string]: number };
  /** Next number of the stream that was never asked. */
  fresh: number;
  step: number;
}

/**
 * Asks prompts of a world again that a sampler remembers, among fresh ones: prompts are replayed, never responses.
 *
 * Each place of an update goes to a remembered prompt or to a fresh one by the weights of the sampler, none to the same
 * remembered one as another; the sampler then learns what became of them. `world` is what a token run is started on, `follow` makes the run
 * save and restore what is remembered. Warm starts and held-out prompts stay as they are.
 *
 * @throws RewardError GUERDON_OPTION for a sampler that remembers nothing
 * @paper 132 §Mechanism (failure replay: the query is rolled out again with the current policy)
 */
export function promptReplay(
  inner: TokenWorld,
  options: PromptReplayOptions,
): { readonly world: TokenWorld; follow(run: Run): Run } {
  const { seed, sampler, signal } = options;
  if (sampler.adaptive === undefined) {
    throw new RewardError("GUERDON_OPTION", `Expected a sampler that remembers, got ${sampler.id}.`, {
      hint: "`failure-replay` remembers prompts that failed.",
      details: { sampler: sampler.id },
    });
  }
  const { adaptive } = sampler;
  let state: State = { sampler: adaptive.init(), numbers: {}, fresh: 0, step: 0 };
  let asked: Prompts | undefined;
  const world: TokenWorld = {
    ...inner,
    prompts: (of, from, count, heldOut = false) => {
      if (of !== seed || heldOut) return inner.prompts(of, from, count, heldOut);
      asked = draw(inner, options, state, count);
      return asked;
    },
    signals: (prompts, completions, layout) => {
      const signals = inner.signals(prompts, completions, layout);
      const outcome = signals[signal];
      if (prompts === asked && outcome !== undefined) {
        const named = { ...layoutOf(prompts, completions), groupKeys: namesOf(prompts) };
        state = { ...state, step: state.step + 1, sampler: adaptive.step(state.sampler, [outcome], named, state.step) };
        asked = undefined;
      }
      return signals;
    },
  };
  const follow = (run: Run): Run => ({
    end: run.end,
    get updates() {
      return run.updates;
    },
    update: () => run.update(),
    save: () => {
      const { json, arrays } = run.save();
      return { json: { run: json, replay: structuredClone(state) as unknown as Json }, arrays };
    },
    restore: ({ json, arrays }) => {
      const saved = json as { readonly run: Json; readonly replay: Json };
      state = structuredClone(saved.replay) as unknown as State;
      run.restore({ json: saved.run, arrays });
    },
    close: () => run.close(),
  });
  return { world, follow };
}

/** Draws the prompts of an update; the stream moves on by the fresh ones among them. */
function draw(inner: TokenWorld, { seed, sampler }: PromptReplayOptions, state: State, count: number): Prompts {
  const fresh = Array.from({ length: count }, (_, i) => state.fresh + i);
  const shown = namesOf(inner.prompts(seed, state.fresh, count));
  const known = Object.entries(state.numbers).filter(([name]) => !shown.includes(name));
  const names = [...known.map(([name]) => name), ...shown];
  const numbers = [...known.map(([, number]) => number), ...fresh];
  const layout = { ...flatLayout(names.map(() => 1)), groupKeys: names };
  const nothing: Signal = fullSignal("rollout", new Float64Array(names.length));
  const { values } = sampler.apply([nothing], layout, { step: state.step, state: state.sampler });
  // Each place is drawn by itself, so that the share of the sampler is kept; who is drawn twice comes once.
  const drawn = new Set(drawByWeight(values, count, { seed, step: state.step }));
  const again = [...drawn].filter((at) => at < known.length);
  const chosen = [...again.map((at) => numbers[at] as number), ...fresh.slice(0, count - again.length)];
  state.fresh += count - again.length;
  const parts = chosen.map((number) => inner.prompts(seed, number, 1));
  const length = parts[0]?.length as number;
  const ids = new Int32Array(count * length);
  parts.forEach((part, i) => {
    ids.set(part.ids, i * length);
  });
  const prompts: Prompts = { count, length, ids, items: parts.map(({ items }) => items[0] as Json) };
  namesOf(prompts).forEach((name, i) => {
    state.numbers[name] = chosen[i] as number;
  });
  return prompts;
}

/** A prompt is known by its tokens. */
function namesOf({ ids, count, length }: Prompts): readonly string[] {
  return Array.from({ length: count }, (_, p) => ids.subarray(p * length, (p + 1) * length).join(" "));
}
