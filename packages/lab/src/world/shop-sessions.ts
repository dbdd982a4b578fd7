import { streamKey, uniformAt } from "@guerdon/core/random";
import { normalAt } from "../tensor/index.ts";
import type { ContextualResponse, ContextualWorldOptions } from "./contextual-world.ts";

export interface ShopSessionsOptions {
  /** Logged steps for training, and held out. */
  readonly steps?: number;
  readonly heldOut?: number;
  /** Share of the steps for training that a teacher shows. */
  readonly shownShare?: number;
  /** Share of the steps at which people act at random. */
  readonly whim?: number;
  /** How alike two texts are, 0 … 1. */
  similarity(text: string, gold: string): number;
}

export type ShopSignal =
  | "format"
  | "certainty"
  | "type"
  | "clickNamed"
  | "clickName"
  | "fieldNamed"
  | "fieldName"
  | "texted"
  | "text"
  | "exact"
  | "terminates"
  | "leaves";

/** What people do next. */
const [CLICK, SUBMIT, TERMINATE] = [0, 1, 2] as const;
const [PAGES, TASTES, BUTTONS, WORDS] = [3, 10, 30, 40] as const;
/** Names after the buttons: two fields, then none at all. */
const [FIELD, UNNAMED, STOP] = [BUTTONS, -1, WORDS] as const;
const FIELDS = 2;
/** Places of the heads: format, rationale, type, button, field, words. */
const [RATIONALE, LONG, THOUGHTS] = [1, 6, 8] as const;
const TYPE = RATIONALE + LONG;
const NAME = TYPE + 1;
const FIELD_NAME = NAME + 1;
const TEXT = FIELD_NAME + 1;
const MOST_WORDS = 4;

interface Logged {
  readonly type: number;
  readonly name: number;
  readonly words: readonly number[];
}

/**
 * What people do next in a shop: click a button, search for some words, or leave.
 *
 * A person has a taste, a budget and patience, and is on one of three pages. Who has little patience leaves (20 %),
 * on the first page others search (25 %) for 2–4 of 40 words that taste, budget and patience decide; all others click
 * one of 30 buttons (55 %), by page and taste. Now and then an action is a whim. What is seen are page and
 * taste, and budget and patience with noise. A response is a format (broken, sound), a rationale of six tokens, a type, then as
 * the type needs a button (30, or none), or a field (2, or none) and words. Texts are compared by `similarity`.
 *
 * Signals: `format`; `certainty`: log V − entropy of the tokens of the rationale, their mean over V; `type` right; where
 * it is, `clickNamed` and `clickName` (a name is given, how alike) of a click, `fieldNamed`, `fieldName`, `texted` and
 * `text` of a search, 0 otherwise; `exact`: the whole action; `terminates` and `leaves`: the policy and the person leave.
 *
 * @paper 129 §Experiment (3 kinds of pages, 55/25/20 %, 30 buttons, 2–4 words of 40, a rationale of 6 tokens)
 *
 * ```ts doctest
 * import { shopSessions } from "@guerdon/lab/world";
 * shopSessions({ steps: 1, heldOut: 1, similarity: () => 0 }).heads // => [2, 8, 8, 8, 8, 8, 8, 3, 31, 3, 41, 41, 41, 41]
 * ```
 */
export function shopSessions(options: ShopSessionsOptions): ContextualWorldOptions<ShopSignal> {
  const { steps = 400, heldOut = 200, shownShare = 0.15, whim = 0.05 } = options;
  const people = Array.from({ length: steps + heldOut }, (_, i) => drawPerson(i, whim));
  return {
    contexts: people.map(({ seen }) => seen),
    training: steps,
    heads: [2, ...new Array(LONG).fill(THOUGHTS), 3, BUTTONS + 1, FIELDS + 1, ...new Array(MOST_WORDS).fill(WORDS + 1)],
    follows: (_, head, choice) => {
      const end = TEXT + MOST_WORDS;
      if (head === TYPE) return choice === TERMINATE ? end : choice === CLICK ? NAME : FIELD_NAME;
      if (head === NAME) return end;
      return head >= TEXT && choice === STOP ? end : head + 1;
    },
    measure: (responses) => measure(responses, people, options.similarity),
    demonstrate: (context) => (context < shownShare * steps ? write(people[context] as Person, context) : []),
  };
}

interface Person extends Logged {
  readonly seen: readonly number[];
}

function drawPerson(i: number, whim: number): Person {
  const key = streamKey(i, "shop sessions");
  const of = (k: number): number => uniformAt(key, k);
  const whole = (k: number, size: number): number => Math.floor(size * of(k));
  const [page, taste, budget, patience] = [whole(0, PAGES), whole(1, TASTES), of(2), of(3)];
  const isWhim = of(4) < whim;
  const type = isWhim ? whole(5, 3) : patience < 0.2 ? TERMINATE : page === 0 && budget > 0.06 ? SUBMIT : CLICK;
  const words = [taste, TASTES + Math.floor(3 * budget), 13 + (taste % 5), 18 + page];
  const button = isWhim ? whole(6, BUTTONS) : page * TASTES + taste;
  return {
    type,
    name: type === CLICK ? button : type === SUBMIT ? FIELD : UNNAMED,
    words: type === SUBMIT ? words.slice(0, patience > 0.85 ? 4 : patience > 0.6 ? 3 : 2) : [],
    seen: [
      ...Array.from({ length: PAGES }, (_, k) => Number(k === page)),
      ...Array.from({ length: TASTES }, (_, k) => Number(k === taste)),
      2 * budget - 1 + 0.05 * normalAt(key, 7),
      2 * patience - 1 + 0.05 * normalAt(key, 8),
    ],
  };
}

/** As the teacher writes it: a rationale that tells the type and some of the taste, then the action. */
function write({ type, name, words }: Person, context: number): readonly number[] {
  const rationale = Array.from({ length: LONG }, (_, k) => (k < 3 ? type : Math.floor(8 * uniformAt(context, k))));
  if (type === TERMINATE) return [1, ...rationale, type];
  if (type === CLICK) return [1, ...rationale, type, name];
  return [1, ...rationale, type, name - FIELD, ...words, ...(words.length < MOST_WORDS ? [STOP] : [])];
}

function measure(
  responses: readonly ContextualResponse[],
  people: readonly Person[],
  similarity: ShopSessionsOptions["similarity"],
): { readonly [name in ShopSignal]: readonly number[] } {
  const rows = responses.map(({ context, choices, entropies }) => {
    const gold = people[context] as Person;
    const mine = read(choices);
    const right = mine.type === gold.type;
    const [isClick, isSearch] = [right && gold.type === CLICK, right && gold.type === SUBMIT];
    const isNamed = mine.name !== UNNAMED;
    const name = right && isNamed ? similarity(nameOf(mine.name), nameOf(gold.name)) : 0;
    const text = isSearch && mine.words.length > 0 ? similarity(textOf(mine.words), textOf(gold.words)) : 0;
    const entropy = entropies.slice(RATIONALE, TYPE).reduce((sum, one) => sum + one, 0) / LONG;
    return {
      format: Number(choices[0] === 1),
      certainty: (Math.log(THOUGHTS) - entropy) / THOUGHTS,
      type: Number(right),
      clickNamed: Number(isClick && isNamed),
      clickName: isClick ? name : 0,
      fieldNamed: Number(isSearch && isNamed),
      fieldName: isSearch ? name : 0,
      texted: Number(isSearch && mine.words.length > 0),
      text,
      exact: Number(right && mine.name === gold.name && textOf(mine.words) === textOf(gold.words)),
      terminates: Number(mine.type === TERMINATE),
      leaves: Number(gold.type === TERMINATE),
    };
  });
  const names = Object.keys(rows[0] as object) as ShopSignal[];
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])) as unknown as {
    readonly [name in ShopSignal]: readonly number[];
  };
}

function read(choices: readonly number[]): Logged {
  const type = choices[TYPE] as number;
  const [button, field] = [choices[NAME] as number, choices[FIELD_NAME] as number];
  const words = choices.slice(TEXT).filter((word) => word >= 0 && word !== STOP);
  const named = type === CLICK ? button : type === SUBMIT && field < FIELDS ? FIELD + field : UNNAMED;
  return { type, name: named === BUTTONS && type === CLICK ? UNNAMED : named, words: type === SUBMIT ? words : [] };
}

/** Buttons of a page share a word, and so do those of a taste. */
function nameOf(name: number): string {
  if (name >= FIELD) return name === FIELD ? "search field" : "filter field";
  return name === UNNAMED ? "" : `page${Math.floor(name / TASTES)} item${name % TASTES}`;
}

function textOf(words: readonly number[]): string {
  return words.map((word) => `w${word}`).join(" ");
}
