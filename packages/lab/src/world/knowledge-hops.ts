import { streamKey, uniformAt } from "@guerdon/core/random";
import { below, drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { type CompletionAt, rolloutColumns } from "./rollout-columns.ts";
import type { Prompts, TokenWorld } from "./token-world.ts";

export interface KnowledgeHopsOptions {
  /** Entities of the graph. Default 16. */
  readonly entities?: number;
  /** Relations; each leads from every entity to one other. Default 4. */
  readonly relations?: number;
  /** Relations of a question, one after the other. Default 2. */
  readonly hops?: number;
  /** Decides which facts hold. Default 0. */
  readonly graph?: number;
  /** Share of the demonstrations that name the entities on the way. Default 0.5. */
  readonly pathShare?: number;
  /** Share of all questions that is held out. Default 0.1. */
  readonly heldOutShare?: number;
}

const [PAD, END, ASK, SAYS, FIRST] = [0, 1, 2, 3, 4];
const NAMES = ["correct", "gold", "format", "length", "hops", "path", "grounded"] as const;

/**
 * Questions over a fixed graph of facts: who is reached from an entity by relations, one after the other?
 *
 *   e3 r0 r2 ?   →   e7 > e11 <end>     with e3 –r0→ e7 –r2→ e11
 *
 * What stands before `>` is the way, free in form; the one entity after it is the answer; `> e11` answers at once. The
 * facts are nowhere in the prompt: they must be learnt, the questions held out are joined from facts that are met.
 *
 * Signals, one for each completion: `correct` (and `gold`): the answer; `format`: a way of entities, `>`, one entity and
 * an end; `length`: tokens without the end; `hops`: entities of the way; `path`: share of the entities on the right way
 * that stand at their place; `grounded`: share of the steps written that are facts of the relation asked for.
 */
export function knowledgeHops(options: KnowledgeHopsOptions = {}): TokenWorld {
  const { entities = 16, relations = 4, hops = 2, graph = 0, pathShare = 0.5, heldOutShare = 0.1 } = options;
  const names = Array.from({ length: entities }, (_, e) => `e${e} `);
  const links = Array.from({ length: relations }, (_, r) => `r${r} `);
  const facts = factsOf(entities, relations, graph);
  const source: PromptSource = {
    world: `knowledge-hops ${entities} ${relations} ${hops} ${graph}`,
    pad: PAD,
    length: hops + 2,
    heldOutShare,
    make: (uniform) => {
      const start = below(entities, uniform);
      const asked = Array.from({ length: hops }, () => below(relations, uniform));
      const tokens = [FIRST + start, ...asked.map((relation) => FIRST + entities + relation), ASK];
      return { tokens, item: { start, relations: asked }, name: `${start}:${asked.join(",")}` };
    },
  };
  const teacher = streamKey(0, "knowledge-hops teacher");
  return {
    id: "knowledge-hops@1",
    vocabulary: ["<pad>", "<end>", "? ", "> ", ...names, ...links],
    pad: PAD,
    end: END,
    maxPromptTokens: source.length,
    maxTokens: hops + 2,
    prompts: (seed, from, count, heldOut = false) => drawPrompts(source, seed, from, count, heldOut),
    signals: (prompts, completions) =>
      rolloutColumns(NAMES, prompts, completions, END, (at) => {
        const { start, relations: asked } = questionAt(prompts, at.prompt);
        return measure({ facts, relations, entities, start, asked }, at);
      }),
    demonstration: (prompts, index) => {
      const { start, relations: asked, number } = questionAt(prompts, index);
      const way = wayFrom(start, asked, facts, relations);
      const between = uniformAt(teacher, number) < pathShare ? way.slice(0, -1) : [];
      return [...between.map((e) => FIRST + e), SAYS, FIRST + (way.at(-1) as number), END];
    },
  };
}

interface Question {
  readonly start: number;
  readonly relations: readonly number[];
  readonly number: number;
}

function questionAt({ items }: Prompts, index: number): Question {
  return items[index] as unknown as Question;
}

/** [entities, relations] where each relation leads, never to where it starts. */
function factsOf(entities: number, relations: number, graph: number): Int32Array {
  const key = streamKey(graph, "knowledge-hops facts");
  return Int32Array.from({ length: entities * relations }, (_, i) => {
    const other = Math.floor(uniformAt(key, i) * (entities - 1));
    return other + (other >= Math.floor(i / relations) ? 1 : 0);
  });
}

function wayFrom(start: number, asked: readonly number[], facts: Int32Array, relations: number): number[] {
  let at = start;
  return asked.map((relation) => {
    at = facts[at * relations + relation] as number;
    return at;
  });
}

interface Measured {
  readonly facts: Int32Array;
  readonly relations: number;
  readonly entities: number;
  readonly start: number;
  readonly asked: readonly number[];
}

function measure(
  { facts, relations, entities, start, asked }: Measured,
  { tokens, ended }: CompletionAt,
): readonly number[] {
  const way = wayFrom(start, asked, facts, relations);
  const says = tokens.indexOf(SAYS);
  const before = [...(says < 0 ? tokens : tokens.subarray(0, says))].map((token) => token - FIRST);
  const after = says < 0 ? [] : [...tokens.subarray(says + 1)].map((token) => token - FIRST);
  const isEntity = (e: number): boolean => e >= 0 && e < entities;
  const answers = after.length === 1 && isEntity(after[0] as number);
  const formed = ended && answers && before.every(isEntity);
  const right = formed && after[0] === way.at(-1) ? 1 : 0;
  const inner = way.slice(0, -1);
  const placed = inner.filter((e, i) => before[i] === e).length;
  const steps = [...before, ...(answers && before.length > 0 ? after : [])];
  const grounded = steps.filter((e, i) => {
    const from = i === 0 ? start : (steps[i - 1] as number);
    return i < asked.length && isEntity(from) && facts[from * relations + (asked[i] as number)] === e;
  }).length;
  return [
    right,
    right,
    formed ? 1 : 0,
    tokens.length,
    before.length,
    inner.length === 0 ? 1 : placed / inner.length,
    steps.length === 0 ? 0 : grounded / steps.length,
  ];
}
