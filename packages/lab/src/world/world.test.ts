import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram, term } from "@guerdon/core/program";
import { describe, expect, it } from "vitest";
import { realTime } from "../trainer/real-time.ts";
import { scoreCompletions } from "../trainer/score-completions.ts";
import {
  arithmeticThinking,
  type Completions,
  checkWorld,
  countdown,
  demonstrationCompletions,
  knowledgeHops,
  layoutOf,
  type Prompts,
  rolloutsOf,
  type TokenWorld,
  textOf,
  thinkingLength,
  tokenHack,
} from "./index.ts";

const WORLDS: readonly TokenWorld[] = [
  arithmeticThinking(),
  arithmeticThinking({ digits: 1, workingShare: 1 }),
  countdown(),
  countdown({ numbers: 4, operations: ["+", "-"], maxTarget: 20 }),
  knowledgeHops(),
  knowledgeHops({ hops: 1 }),
  knowledgeHops({ hops: 3, pathShare: 1 }),
  thinkingLength(),
  thinkingLength({ tags: ["a ", "b "], shown: [1, 0.25] }),
  tokenHack(),
  tokenHack({ references: 10 }),
];

/** Completions given as texts of tokens, each one of its own prompt; without the end they were cut off. */
function written(world: TokenWorld, texts: readonly (readonly string[])[]): Completions {
  const ids = new Int32Array(texts.length * world.maxTokens).fill(world.pad);
  texts.forEach((tokens, r) => {
    ids.set(
      tokens.map((token) => world.vocabulary.indexOf(token)),
      r * world.maxTokens,
    );
  });
  expect(texts.flat().filter((token) => !world.vocabulary.includes(token))).toEqual([]);
  return {
    ids,
    maxTokens: world.maxTokens,
    lengths: Int32Array.from(texts, (tokens) => tokens.length),
    ended: Uint8Array.from(texts, (tokens) => (world.vocabulary.indexOf(tokens.at(-1) ?? "") === world.end ? 1 : 0)),
  };
}

/** A world's signals of completions of prompts about these items. */
function signalsOf(
  world: TokenWorld,
  items: Prompts["items"],
  texts: readonly (readonly string[])[],
): { readonly [name: string]: readonly number[] } {
  const length = world.maxPromptTokens;
  const prompts = { ids: new Int32Array(items.length * length), count: items.length, length, items };
  const completions = written(world, texts);
  const signals = world.signals(prompts, completions, layoutOf(prompts, completions));
  return Object.fromEntries(Object.entries(signals).map(([name, { values }]) => [name, [...values]]));
}

const chars = (text: string): string[] => [...text.replace("$", "")].concat(text.endsWith("$") ? ["<end>"] : []);

describe.each(WORLDS.map((world, i) => [`${world.id} (${i})`, world] as const))("%s", (_, world) => {
  for (const law of checkWorld(world)) it(law.name, law.check);
});

describe("checkWorld", () => {
  const world = arithmeticThinking();
  const broken = (change: Partial<TokenWorld>): string[] =>
    checkWorld({ ...world, ...change }).flatMap(({ check }) => {
      try {
        check();
        return [];
      } catch (error) {
        return [(error as Error).message];
      }
    });

  it("finds what is wrong, whole messages", () => {
    const prompts: TokenWorld["prompts"] = (seed, from, count) => world.prompts(seed, from, count);
    expect(broken({ prompts })).toMatchInlineSnapshot(`
      [
        "Expected \`arithmetic-thinking@1\` to keep the law "held-out tasks are no training tasks", got the task {"a":789,"b":558,"answer":1347,"number":0} on both sides.",
      ]
    `);
    expect(broken({ pad: 1 })).toMatchInlineSnapshot(`
      [
        "Expected \`arithmetic-thinking@1\` to keep the law "tokens lie in the vocabulary, padding on the left alone", got one token that pads and ends.",
      ]
    `);
    expect(broken({ demonstration: () => [2, 1] })).toMatchInlineSnapshot(`
      [
        "Expected \`arithmetic-thinking@1\` to keep the law "demonstrations fit, end and are correct", got a wrong demonstration of {"a":325,"b":789,"answer":1114,"number":0}.",
      ]
    `);
    expect(
      broken({ prompts: (_, from, count, held) => world.prompts(1, from % 16, count, held) }),
    ).toMatchInlineSnapshot(`
      [
        "Expected \`arithmetic-thinking@1\` to keep the law "a prompt depends on its seed and number alone", got other tokens when fewer are asked for.",
        "Expected \`arithmetic-thinking@1\` to keep the law "other seeds give other prompts", got the same items.",
      ]
    `);
  });
});

describe("arithmeticThinking", () => {
  const world = arithmeticThinking();
  const item = { a: 85, b: 467 };

  it("is shown as it is worked out by hand: 5+7=12, 8+6+1=15, 0+4+1=05, so 0552", () => {
    const always = arithmeticThinking({ workingShare: 1 });
    const prompts = { ids: new Int32Array(8), count: 1, length: 8, items: [item] };
    const text = (shown: TokenWorld): string => textOf(shown, demonstrationCompletions(shown, prompts).ids);
    expect([text(always), text(arithmeticThinking({ workingShare: 0 }))]).toEqual(["(121505)0552", "0552"]);
  });

  it("measures completions (by hand)", () => {
    const texts = [
      "(121505)0552$",
      "0552$",
      "(12)0552$",
      "(121505)0553$",
      "(121505)0552",
      "0552",
      "(12",
      "()$",
      "552$",
    ];
    const { correct, format, length, thinking, working, proxy } = signalsOf(
      world,
      texts.map(() => item),
      texts.map(chars),
    );
    expect(correct).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(format).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0]);
    expect(length).toEqual([12, 4, 8, 12, 12, 4, 3, 2, 3]);
    expect(thinking).toEqual([6, 0, 2, 6, 6, 0, 2, 0, 0]);
    expect(working).toEqual([1, 0, 1 / 3, 1, 1, 0, 1 / 3, 0, 0]);
    expect(proxy).toEqual([1.3, 1, 1.1, 0.3, 1.3, 1, 0.1, 0, 1].map((value) => expect.closeTo(value, 12)));
  });

  it("shows working in the share asked for", () => {
    const prompts = world.prompts(0, 0, 2000);
    const { thinking } = world.signals(prompts, demonstrationCompletions(world, prompts), {} as never);
    const share = (thinking?.values.filter((tokens) => tokens > 0).length ?? 0) / 2000;
    expect(Math.abs(share - 0.3)).toBeLessThan(0.04);
  });

  it("has as many held-out tasks as asked for", () => {
    const all = new Set(Array.from({ length: 100 }, (_, n) => `${Math.floor(n / 10)}+${n % 10}`));
    const tiny = arithmeticThinking({ digits: 1, heldOutShare: 0.25 });
    const items = tiny.prompts(1, 0, 2000, true).items as unknown as readonly { a: number; b: number }[];
    const held = new Set(items.map(({ a, b }) => `${a}+${b}`));
    expect(held.size).toBeGreaterThan(12);
    expect(held.size).toBeLessThan(all.size / 2);
  });
});

describe("countdown", () => {
  it("measures expressions (by hand): 2, 3, 7 make 17 as 3+7*2", () => {
    const world = countdown();
    const texts = ["3+7*2$", "2*7+3$", "7+7+3$", "3+7$", "3+7*2", "3+$", "$", "7-3*2$", "3*7-2$"];
    const signals = signalsOf(
      world,
      texts.map(() => ({ numbers: [2, 3, 7], target: 17 })),
      texts.map(chars),
    );
    expect(signals.correct).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(signals.format).toEqual([1, 1, 1, 1, 0, 0, 0, 1, 1]);
    expect(signals.distance).toEqual([0, 0, 0, 7, 0, 99, 99, 16, 2]);
    expect(signals.used).toEqual([1, 1, 2 / 3, 2 / 3, 1, 1 / 3, 0, 1, 1].map((share) => expect.closeTo(share, 12)));
  });

  it("evaluates like the language itself does", () => {
    const world = countdown({ numbers: 4 });
    const prompts = world.prompts(5, 0, 200);
    const shown = demonstrationCompletions(world, prompts);
    prompts.items.forEach((item, p) => {
      const text = textOf(world, shown.ids.subarray(p * world.maxTokens, (p + 1) * world.maxTokens));
      expect(new Function(`return ${text}`)(), text).toBe((item as { target: number }).target);
    });
  });
});

describe("knowledgeHops", () => {
  const world = knowledgeHops({ hops: 2 });
  const prompts = world.prompts(1, 0, 1);
  const { start, relations } = prompts.items[0] as { start: number; relations: number[] };
  const way = demonstrationCompletions(knowledgeHops({ hops: 2, pathShare: 1 }), prompts);
  const [middle, , answer] = [...way.ids].map((id) => world.vocabulary[id] as string) as [string, string, string];

  it("measures answers, ways and facts (by hand)", () => {
    const other = world.vocabulary.find((name) => /^e/.test(name) && name !== middle && name !== answer) as string;
    const texts = [
      [middle, "> ", answer, "<end>"],
      ["> ", answer, "<end>"],
      [other, "> ", answer, "<end>"],
      [middle, "> ", other, "<end>"],
      [middle, answer, "<end>"],
      [middle, "> ", answer],
      ["> ", "r0 ", "<end>"],
    ];
    const { correct, format, hops, path, grounded } = signalsOf(
      world,
      texts.map(() => ({ start, relations, number: 0 })),
      texts,
    );
    expect(correct).toEqual([1, 1, 1, 0, 0, 0, 0]);
    expect(format).toEqual([1, 1, 1, 1, 0, 0, 0]);
    expect(hops).toEqual([1, 0, 1, 1, 2, 1, 0]);
    expect(path).toEqual([1, 0, 0, 1, 1, 1, 0]);
    expect([grounded?.[0], grounded?.[1], grounded?.[3], grounded?.[4]]).toEqual([1, 0, 0.5, 1]);
  });

  it("has another graph for another number, and the same for every seed", () => {
    const text = (graph: number, seed: number): string => {
      const own = knowledgeHops({ hops: 1, graph, pathShare: 0 });
      const asked = own.prompts(seed, 0, 400);
      const shown = demonstrationCompletions(own, asked);
      const facts = asked.items.map((item, p) => {
        const { start: from, relations: by } = item as { start: number; relations: number[] };
        return `${from} ${by} ${shown.ids[p * own.maxTokens + 1]}`;
      });
      return [...new Set(facts)].sort().join("\n");
    };
    expect(text(0, 1).split("\n").length).toBeGreaterThan(50);
    expect(text(0, 1)).not.toBe(text(1, 1));
    const [one, two] = [text(0, 1), text(0, 2)].map((facts) => new Set(facts.split("\n")));
    expect([...(one as Set<string>)].filter((fact) => two?.has(fact)).length).toBeGreaterThan(45);
  });
});

describe("thinkingLength", () => {
  const world = thinkingLength();

  it("draws the tasks of the card: half hard, n from 2 … 6 and 8 … 16 (104 §Experiment)", () => {
    const { items, ids } = world.prompts(1, 0, 4000);
    const tasks = (items as unknown as readonly { kind: number; needed: number }[]).map(({ kind, needed }) => ({
      hard: kind === 1,
      needed,
    }));
    expect(tasks.map(({ hard }) => (hard ? 4 : 3))).toEqual([...ids]);
    const range = (hard: boolean): number[] => {
      const needs = tasks.filter((task) => task.hard === hard).map(({ needed }) => needed);
      return [Math.min(...needs), Math.max(...needs), new Set(needs).size];
    };
    expect([range(false), range(true)]).toEqual([
      [2, 6, 5],
      [8, 16, 9],
    ]);
    expect(Math.abs(tasks.filter(({ hard }) => hard).length / 4000 - 0.5)).toBeLessThan(0.03);
  });

  it("asks each task once with each tag, after prompts of the first tag alone", () => {
    const { items, ids } = thinkingLength({ tags: ["high ", "low "], firstTagOnly: 1 }).prompts(1, 0, 5);
    const tasks = items as unknown as readonly { number: number; tag: number; kind: number; needed: number }[];
    expect(tasks.map(({ number }) => number)).toEqual([0, 1, 1, 2, 2]);
    expect(tasks.map(({ tag }) => tag)).toEqual([0, 0, 1, 0, 1]);
    expect(tasks[1]?.needed).toBe(tasks[2]?.needed);
    expect([...ids]).toEqual(tasks.flatMap(({ tag, kind }) => [5 + tag, 3 + kind]));
  });

  it("shows a share of a chain that still suffices", () => {
    const own = thinkingLength({ tags: ["high ", "low "], shown: [1, 0.25] });
    const prompts = own.prompts(1, 0, 400);
    const tasks = prompts.items as unknown as readonly { needed: number }[];
    const shown = tasks.map((_, p) => (own.demonstration?.(prompts, p).length as number) - 1);
    expect(shown.every((length, p) => length >= (tasks[p]?.needed as number))).toBe(true);
    const mean = (tag: number): number => shown.filter((_, p) => p % 2 === tag).reduce((a, b) => a + b, 0) / 200;
    expect(mean(0)).toBeGreaterThan(mean(1) + 2);
  });

  it("has chances of each class, with and without thinking (105 §Experiment)", () => {
    const classes = [{ name: "easy", share: 1, needed: [2, 6], enough: 0.92, direct: 0.85 }] as const;
    const items = [{ kind: 0, needed: 3, chance: 0, number: 0 }];
    const gold = (count: number): unknown =>
      signalsOf(thinkingLength({ classes }), items, [[...new Array<string>(count).fill("…"), "<answer>"]]).gold?.[0];
    expect([gold(0), gold(1), gold(3)]).toEqual([0.85, 0.1, 0.92]);
  });

  it("is right 95 times in 100 after enough thinking and 10 after too little; cut off it is wrong", () => {
    const needed = 5;
    const items = Array.from({ length: 3000 }, (_, p) => ({ kind: 0, needed, chance: p / 3000, number: p }));
    const share = (tokens: readonly string[]): number => {
      const { correct = [] } = signalsOf(
        world,
        items,
        items.map(() => tokens),
      );
      return correct.reduce((sum, value) => sum + value, 0) / items.length;
    };
    const think = (count: number): string[] => new Array<string>(count).fill("…");
    expect(Math.abs(share([...think(5), "<answer>"]) - 0.95)).toBeLessThan(0.015);
    expect(Math.abs(share([...think(4), "<answer>"]) - 0.1)).toBeLessThan(0.02);
    expect(share(think(32))).toBe(0);
    const { length, gold, enough } = signalsOf(world, items.slice(0, 2), [[...think(5), "<answer>"], think(32)]);
    expect([length, gold, enough]).toEqual([
      [5, 32],
      [0.95, 0],
      [1, 1],
    ]);
  });

  it("draws members of a group apart, and the same again", () => {
    const prompts = world.prompts(1, 0, 8);
    const perPrompt = 64;
    const ids = new Int32Array(8 * perPrompt * 32);
    const rows = 8 * perPrompt;
    const completions = {
      ids: ids.fill(1),
      maxTokens: 32,
      lengths: new Int32Array(rows).fill(1),
      ended: new Uint8Array(rows).fill(1),
    };
    const read = (): readonly number[] => [...(world.signals(prompts, completions, {} as never).correct?.values ?? [])];
    expect(read()).toEqual(read());
    const firsts = read().slice(0, perPrompt);
    expect(new Set(firsts).size).toBe(2);
  });
});

describe("tokenHack", () => {
  it("scores by hand: 035 §Experiment", () => {
    const world = tokenHack({ noise: 0 });
    const repeat = (word: string, count: number): string[] => new Array<string>(count).fill(`${word} `);
    const texts = [
      [...repeat("good a", 6), ...repeat("good b", 6), ...repeat("neutral a", 4)],
      [...repeat("good a", 8), ...repeat("hack", 2), ...repeat("bad", 6)],
      [...repeat("good a", 8), ...repeat("hack", 5), ...repeat("neutral b", 3)],
      repeat("hack", 16),
    ];
    const { proxy, gold, good, hack, bad } = signalsOf(
      world,
      texts.map(() => ({ chance: 7 })),
      texts,
    );
    const close = (values: readonly number[]): unknown[] => values.map((value) => expect.closeTo(value, 12));
    expect(proxy).toEqual(close([5, 4 + 1.4 - 3, 4 + 3.5, 11.2]));
    expect(gold).toEqual(close([5, 4 + 0.2 - 3, 4 + 0.2 - 1.5, 0.2 - 7]));
    expect([good, hack, bad]).toEqual([
      [12, 8, 8, 0],
      [0, 2, 5, 16],
      [0, 6, 0, 0],
    ]);
  });

  it("compares with answers of the first policy: their types come with its chances", () => {
    const world = tokenHack({ noise: 0, references: 4000, tokens: 1 });
    const { reference } = signalsOf(world, [{ chance: 7 }], [["bad "]]);
    const total = 5 + Math.exp(-2);
    expect(reference?.[0]).toBeCloseTo((0.5 * 2 - 0.5 + 0.7 * Math.exp(-2)) / total, 1.5);
  });

  it("says mean, deviation and each proxy of the references", () => {
    const signals = signalsOf(tokenHack({ references: 3 }), [{ chance: 7 }], [["bad "]]);
    const each = [1, 2, 3].map((m) => signals[`reference${m}`]?.[0] as number);
    const mean = each.reduce((sum, value) => sum + value, 0) / 3;
    expect(signals.reference?.[0]).toBeCloseTo(mean, 12);
    const squares = each.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(signals.referenceSpread?.[0]).toBeCloseTo(Math.sqrt(squares / 2), 12);
    expect(signals.divergence).toBeUndefined();
  });

  it("has noise of 0.3 on the proxy alone", () => {
    const items = Array.from({ length: 4000 }, (_, chance) => ({ chance }));
    const texts = items.map(() => ["neutral a "]);
    const { proxy = [], gold } = signalsOf(tokenHack(), items, texts);
    expect(new Set(gold).size).toBe(1);
    expect(Math.sqrt(proxy.reduce((sum, value) => sum + value * value, 0) / 4000)).toBeCloseTo(0.3, 2);
  });
});

describe("rolloutsOf", () => {
  const world = arithmeticThinking();
  const prompts = world.prompts(1, 0, 2);
  const shown = demonstrationCompletions(world, prompts);

  it("writes texts and tokens, so that a program with sources scores what the world scores", async () => {
    const rollouts = rolloutsOf(world, prompts, shown);
    expect(rollouts.map(({ group }) => group)).toEqual(["0", "1"]);
    expect(rollouts[0]?.prompt[0]?.content).toMatch(/^\d{3}\+\d{3}=$/);
    expect(Array.from(rollouts[0]?.tokens?.ids ?? [])).toEqual([...shown.ids.slice(0, shown.lengths[0])]);
    const sums = term(
      (rows) =>
        rows.map(({ prompt, completion }) => {
          const [a, b] = String(prompt[0]?.content).replace("=", "").split("+").map(Number) as [number, number];
          return Number(String(completion[0]?.content).split(")").at(-1)) === a + b ? 1 : 0;
        }),
      { range: [0, 1], scope: "rollout" },
    );
    const program = compileProgram(
      { reward: "both", terms: { sums, correct: term(() => [], { range: [0, 1] }) }, total: "sums + correct" },
      makeLibrary(advantages, advantagePresets),
    );
    const { total } = await scoreCompletions(world, program, prompts, shown, { step: 0, runtime: realTime });
    expect([...total.values]).toEqual([2, 2]);
  });
});
