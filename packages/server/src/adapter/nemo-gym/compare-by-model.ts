import type { Json } from "@guerdon/core/signal";
import type { PlainRoute, WireReply } from "../adapter.ts";
import { failureText } from "../mapping/failure-text.ts";
import type { ChatModel } from "../model/chat-model.ts";
import { type Compare, compareBody, compareReply, comparisonBody } from "./compare-by-program.ts";
import { comparisonPairs, type Pair, type Strategy, type Verdict } from "./comparison-pairs.ts";
import { parseVerdict } from "./parse-verdict.ts";
import { outputText } from "./responses.ts";

/** A generative reward model: it reads the roles `response_1`, `response_2` and `principle` besides the usual ones. */
export interface PairJudge {
  readonly chat: ChatModel;
  readonly model: string;
  readonly parameters?: { readonly [name: string]: Json };
  /** Tries until an answer can be read. Default 3. */
  readonly tries?: number;
  /** Pairs judged at once. Default 16. */
  readonly concurrency?: number;
}

const EMPTY = "None";

/**
 * `POST /compare` by a model. A comparison without a verdict after all tries is a failure of the whole, status 503:
 * a default score would be a reward that nobody gave.
 */
export function compareByModel(judge: PairJudge, strategy: Strategy): PlainRoute<Compare> {
  return {
    method: "POST",
    path: "/compare",
    body: compareBody,
    reply: compareReply,
    answer: async (body, { report }): Promise<WireReply> => {
      const pairs = comparisonPairs(strategy, body.response_objs.length);
      try {
        const verdicts = await judgeAll(pairs, body, judge);
        if (verdicts === undefined) {
          return { status: 503, body: { detail: `\`${judge.model}\` gave no verdict that can be read.` } };
        }
        return { status: 200, body: comparisonBody(body.response_objs.length, pairs, verdicts) };
      } catch (error) {
        report?.(error);
        return { status: 503, body: { detail: failureText(error) } };
      }
    },
  };
}

/** All verdicts, or nothing as soon as one is missing. */
async function judgeAll(
  pairs: readonly Pair[],
  body: Compare,
  judge: PairJudge,
): Promise<readonly Verdict[] | undefined> {
  const verdicts: Verdict[] = [];
  let next = 0;
  let lost = false;
  const work = async (): Promise<void> => {
    while (next < pairs.length && !lost) {
      const k = next++;
      const verdict = await judgePair(pairs[k] as Pair, body, judge);
      if (verdict === undefined) lost = true;
      else verdicts[k] = verdict;
    }
  };
  await Promise.all(Array.from({ length: Math.min(judge.concurrency ?? 16, pairs.length) }, work));
  return lost ? undefined : verdicts;
}

async function judgePair([i, j]: Pair, body: Compare, judge: PairJudge): Promise<Verdict | undefined> {
  const textOf = (index: number): string => outputText(body.response_objs[index] as never).trim() || EMPTY;
  const messages = [
    ...body.conversation_history.map(({ role, content = null }) => ({ role, content })),
    ...(body.principle == null ? [] : [{ role: "principle", content: body.principle }]),
    { role: "response_1", content: textOf(i) },
    { role: "response_2", content: textOf(j) },
  ];
  const { model, parameters = {}, tries = 3 } = judge;
  for (let attempt = 0; attempt < tries; attempt++) {
    const verdict = parseVerdict((await judge.chat.complete({ model, messages, parameters })).text);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}
