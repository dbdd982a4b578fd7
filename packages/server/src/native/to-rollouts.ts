import { RewardError } from "@guerdon/core/error";
import { canonicalJson } from "@guerdon/core/hash";
import type { Json, Message, Rollout, TokenTrace } from "@guerdon/core/signal";
import { contentHash, promptGroup } from "../adapter/mapping/prompt-group.ts";
import type { WireColumns, WireMessage, WireRollout, WireScoreRequest } from "../protocol/index.ts";

const DIGITS = 24;

/**
 * The rollouts of a request.
 *
 * One without `id` has its number in the request, or in a cohort, where each request has a number 0, its content. One
 * without `group` is grouped by its prompt; without prompt it is a group of its own.
 *
 * @throws RewardError GUERDON_ROLLOUT when a token belongs to a step that is not there
 */
export function toRollouts({ rollouts, columns, cohort }: WireScoreRequest): readonly Rollout[] {
  const groups = new Map<string, string>();
  const isCohort = cohort !== undefined;
  if (columns === undefined) return (rollouts ?? []).map((wire, i) => toRollout(wire, i, { groups, isCohort }));
  return columns.completion.map((_, i) => toRollout(rowOf(columns, i), i, { groups, isCohort }));
}

interface Naming {
  /** Group by the only text of a prompt, which many rollouts share. */
  readonly groups: Map<string, string>;
  readonly isCohort: boolean;
}

function rowOf({ completion, prompt, item, group, id }: WireColumns, i: number): WireRollout {
  return { id: id?.[i], group: group?.[i], item: item?.[i], prompt: prompt?.[i], completion: completion[i] };
}

function toRollout(wire: WireRollout, index: number, naming: Naming): Rollout {
  const { item = {}, steps, tokens, meta } = wire;
  const id = wire.id ?? (naming.isCohort ? contentId(wire) : String(index));
  const rollout = {
    id,
    group: wire.group ?? groupOf(wire.prompt, naming) ?? id,
    item,
    prompt: messages(wire.prompt, "user"),
    completion: messages(wire.completion, "assistant"),
  };
  if (steps === undefined && tokens === undefined && meta === undefined) return rollout;
  const trace = (Array.isArray(tokens) ? { ids: tokens } : tokens) as TokenTrace | undefined;
  const count = steps?.length ?? 0;
  const stray = Array.from(trace?.stepOf ?? []).findIndex((step) => step >= count);
  if (stray >= 0) throw strayToken(index, stray, count);
  return {
    ...rollout,
    ...(steps === undefined ? {} : { steps: steps as Rollout["steps"] & object }),
    ...(trace === undefined ? {} : { tokens: trace }),
    ...(meta === undefined ? {} : { meta }),
  };
}

function messages(given: string | readonly WireMessage[] | undefined, role: string): readonly Message[] {
  if (given === undefined) return [];
  if (typeof given === "string") return [{ role, content: given }];
  return given.map((message) => (message.content === undefined ? { ...message, content: null } : message) as Message);
}

function groupOf(prompt: WireRollout["prompt"], { groups }: Naming): string | undefined {
  if (prompt === undefined || prompt.length === 0) return undefined;
  if (typeof prompt !== "string") return promptGroup(messages(prompt, "user"));
  let group = groups.get(prompt);
  if (group === undefined) {
    group = promptGroup(messages(prompt, "user"));
    groups.set(prompt, group);
  }
  return group;
}

function contentId(wire: WireRollout): string {
  return contentHash(canonicalJson(wire as unknown as Json)).slice(0, DIGITS);
}

function strayToken(index: number, token: number, steps: number): RewardError {
  return new RewardError(
    "GUERDON_ROLLOUT",
    `Expected \`rollouts.${index}.tokens.stepOf.${token}\` to be one of ${steps} steps, got a later one.`,
  );
}
