import { RewardError } from "@guerdon/core/error";
import { sizeAt } from "@guerdon/core/signal";
import type { Law } from "@guerdon/core/testing";
import { demonstrationCompletions } from "./demonstration-completions.ts";
import { layoutOf } from "./rollout-columns.ts";
import type { Completions, Prompts, TokenWorld } from "./token-world.ts";

const COUNT = 32;

/**
 * The laws of a token world, ready to be run by any test framework.
 *
 * Tokens lie in the vocabulary and prompts are padded on the left alone; a prompt depends on its seed and number only;
 * held-out tasks are no training tasks; signals have a finite value for each thing of their level; a demonstration fits,
 * ends, and is as correct as can be.
 *
 * @throws RewardError GUERDON_LAW from `check`, with what was found
 *
 * ```ts doctest
 * import { arithmeticThinking, checkWorld } from "@guerdon/lab/world";
 * checkWorld(arithmeticThinking()).map(({ check }) => check()) // => new Array(6).fill(undefined)
 * ```
 */
export function checkWorld(world: TokenWorld): readonly Law[] {
  return LAWS.map(({ name, breach }) => ({
    name,
    check: () => {
      const found = breach(world);
      if (found === undefined) return;
      throw new RewardError("GUERDON_LAW", `Expected \`${world.id}\` to keep the law "${name}", got ${found}.`, {
        hint: "Mend the world.",
        details: { law: name, world: world.id },
      });
    },
  }));
}

interface WorldLaw {
  readonly name: string;
  readonly breach: (world: TokenWorld) => string | undefined;
}

const LAWS: readonly WorldLaw[] = [
  { name: "tokens lie in the vocabulary, padding on the left alone", breach: badToken },
  { name: "a prompt depends on its seed and number alone", breach: otherPrompt },
  { name: "other seeds give other prompts", breach: sameSeeds },
  { name: "held-out tasks are no training tasks", breach: sharedTask },
  { name: "signals are finite and as many as their level has", breach: badSignal },
  { name: "demonstrations fit, end and are correct", breach: badDemonstration },
];

function badToken(world: TokenWorld): string | undefined {
  const { vocabulary, pad, end, maxPromptTokens } = world;
  if (pad === end) return "one token that pads and ends";
  const { ids, length, count, items } = world.prompts(1, 0, COUNT);
  if (length !== maxPromptTokens || ids.length !== count * length || items.length !== count) {
    return `${count} prompts of ${length} tokens in ${ids.length} ids and ${items.length} items`;
  }
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (id < 0 || id >= vocabulary.length) return `the token ${id}`;
    if (id === pad && i % length > 0 && ids[i - 1] !== pad)
      return `padding after a token in prompt ${Math.floor(i / length)}`;
    if (id === pad && i % length === length - 1) return `no token at the end of prompt ${Math.floor(i / length)}`;
  }
  return undefined;
}

function otherPrompt(world: TokenWorld): string | undefined {
  for (const heldOut of [false, true]) {
    const all = world.prompts(3, 5, COUNT, heldOut);
    const later = world.prompts(3, 5 + COUNT / 2, COUNT / 2, heldOut);
    const own = all.ids.subarray((COUNT / 2) * all.length);
    if (own.some((id, i) => id !== later.ids[i])) return "other tokens when fewer are asked for";
    if (JSON.stringify(all.items.slice(COUNT / 2)) !== JSON.stringify(later.items)) return "other items";
  }
  return undefined;
}

function sameSeeds(world: TokenWorld): string | undefined {
  const texts = [1, 2].map((seed) => JSON.stringify(world.prompts(seed, 0, COUNT).items));
  return texts[0] === texts[1] ? "the same items" : undefined;
}

function sharedTask(world: TokenWorld): string | undefined {
  const training = new Set(tasksOf(world.prompts(1, 0, 40 * COUNT)));
  const shared = tasksOf(world.prompts(2, 0, 8 * COUNT, true)).find((task) => training.has(task));
  return shared === undefined ? undefined : `the task ${shared} on both sides`;
}

/** What a prompt is about, apart from its number. */
function tasksOf({ items }: Prompts): string[] {
  return items.map((item) => JSON.stringify({ ...(item as object), number: 0 }));
}

function badSignal(world: TokenWorld): string | undefined {
  const prompts = world.prompts(1, 0, 4);
  const completions = clutter(world, prompts);
  const layout = layoutOf(prompts, completions);
  for (const [name, { level, values, present }] of Object.entries(world.signals(prompts, completions, layout))) {
    const expected = sizeAt(layout, level);
    if (values.length !== expected || present.length !== expected)
      return `${values.length} values of \`${name}\` for ${expected}`;
    const broken = values.find((value) => !Number.isFinite(value));
    if (broken !== undefined) return `${broken} in \`${name}\``;
  }
  return undefined;
}

/** Completions of every token in turn, of every length, also the emptiest. */
function clutter({ vocabulary, maxTokens, pad, end }: TokenWorld, { count }: Prompts): Completions {
  const perPrompt = 16;
  const rows = count * perPrompt;
  const ids = new Int32Array(rows * maxTokens).fill(pad);
  const lengths = new Int32Array(rows);
  const ended = new Uint8Array(rows);
  for (let r = 0; r < rows; r++) {
    const length = 1 + (r % maxTokens);
    for (let m = 0; m < length; m++) ids[r * maxTokens + m] = (r * 7 + m * (1 + (r % 3))) % vocabulary.length;
    if (r % 2 === 0) ids[r * maxTokens + length - 1] = end;
    lengths[r] = length;
    ended[r] = ids[r * maxTokens + length - 1] === end ? 1 : 0;
  }
  return { ids, maxTokens, lengths, ended };
}

function badDemonstration(world: TokenWorld): string | undefined {
  if (world.demonstration === undefined) return undefined;
  const prompts = world.prompts(1, 0, COUNT);
  for (let p = 0; p < COUNT; p++) {
    const tokens = world.demonstration(prompts, p);
    if (tokens.length > world.maxTokens) return `${tokens.length} tokens where ${world.maxTokens} fit`;
    if (tokens.at(-1) !== world.end) return "a demonstration without an end";
  }
  const shown = demonstrationCompletions(world, prompts);
  const { gold, correct = gold } = world.signals(prompts, shown, layoutOf(prompts, shown));
  const wrong = (gold ?? correct)?.values.findIndex((value) => value < 0.5) ?? -1;
  return wrong < 0 ? undefined : `a wrong demonstration of ${JSON.stringify(prompts.items[wrong])}`;
}
