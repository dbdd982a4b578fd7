import { RewardError } from "@guerdon/core/error";

/** What is chosen in which order, after what was seen: shared by `contextualWorld` and `contextualPolicy`. */
export interface ContextualTask {
  /** [C, I] what each context shows: those for training first, behind them those that are held out. */
  readonly contexts: readonly ArrayLike<number>[];
  /** How many contexts are for training. */
  readonly training: number;
  /** [M] how many choices each head has. */
  readonly heads: readonly number[];
  /** The head that is asked after a choice; M ends the response. It must be a later one. Default: the next. */
  follows?(context: number, head: number, choice: number): number;
  /** Whether choices are blind to those before them, and have no table. Default false. */
  readonly blind?: boolean;
  /**
   * S: alike parts that a context is made of, each with the same numbers and the same heads, which share their weights:
   * context = S rows of I / S numbers, heads = some for all of it, then S times those of a part. Default 1: no parts.
   */
  readonly parts?: number;
  /** How many heads come before those of parts. Default 0; all of them where there are no parts. */
  readonly leadingHeads?: number;
  /** D: how many facts there are that choices can reveal. Default 0. */
  readonly facts?: number;
  /** Facts, 0 … D − 1, that the policy sees after a choice: what a tool returns. */
  reveals?(context: number, head: number, choice: number): readonly number[];
}

/** Where the choices of a task lie among its tokens and logits. */
export interface ChoicePlan {
  /** M */
  readonly heads: number;
  /** W: choices of all heads. */
  readonly width: number;
  /** [M + 1] where the choices of each head begin. */
  readonly offsets: readonly number[];
  /** S */
  readonly parts: number;
  /** Choices of the heads before those of parts. */
  readonly leading: number;
  /** W + D rows of the table; 0 where choices are blind. */
  readonly rows: number;
  follows(context: number, head: number, choice: number): number;
  /** Rows of the table that a choice adds to later logits: its own, and W + the facts it reveals. */
  rowsAfter(context: number, head: number, choice: number): readonly number[];
}

/** Padding and the end are tokens 0 and 1, choices come after them, then the contexts. */
export const FIRST_CHOICE = 2;

/**
 * Where the choices of a task lie.
 *
 * @throws RewardError GUERDON_OPTION when there are no heads, a head has no choice, or there is no context for training
 */
export function choicePlan(task: ContextualTask): ChoicePlan {
  const { heads, contexts, training, blind = false, parts = 1, leadingHeads = 0, facts = 0, follows, reveals } = task;
  const isSound = heads.length > 0 && heads.every((size) => Number.isInteger(size) && size > 0);
  if (!isSound || !(training > 0 && training <= contexts.length)) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected heads with choices and 1 … ${contexts.length} contexts for training, got ${JSON.stringify(heads)} and ${training}.`,
      { details: { heads: [...heads], training } },
    );
  }
  const offsets = [0];
  for (const size of heads) offsets.push((offsets.at(-1) as number) + size);
  const width = offsets.at(-1) as number;
  return {
    heads: heads.length,
    width,
    offsets,
    parts,
    leading: parts === 1 ? width : (offsets[leadingHeads] as number),
    rows: blind ? 0 : width + facts,
    follows: (context, head, choice) => follows?.(context, head, choice) ?? head + 1,
    rowsAfter: (context, head, choice) => {
      if (blind) return [];
      const own = (offsets[head] as number) + choice;
      return reveals === undefined ? [own] : [own, ...reveals(context, head, choice).map((fact) => width + fact)];
    },
  };
}

/**
 * [M] what was chosen from each head, −1 where it was not asked or the tokens are none of its choices.
 *
 * @param tokens - those written, from the first head on
 */
export function readChoices(
  { heads, offsets, follows }: ChoicePlan,
  context: number,
  tokens: ArrayLike<number>,
): number[] {
  const choices = new Array<number>(heads).fill(-1);
  let head = 0;
  for (let i = 0; i < tokens.length && head < heads; i++) {
    const choice = (tokens[i] as number) - FIRST_CHOICE - (offsets[head] as number);
    if (choice < 0 || choice >= (offsets[head + 1] as number) - (offsets[head] as number)) break;
    choices[head] = choice;
    head = follows(context, head, choice);
  }
  return choices;
}
