import { RewardError } from "@guerdon/core/error";
import { canonicalJson } from "@guerdon/core/hash";
import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Json, Message } from "@guerdon/core/signal";
import { z } from "zod";
import type { RewardService } from "../../service/reward-service.ts";
import type { AdapterSettings } from "../adapter.ts";
import { missingText } from "../mapping/failure-text.ts";
import { makeRollout } from "../mapping/make-rollout.ts";
import { contentHash } from "../mapping/prompt-group.ts";
import { requestSettings } from "../mapping/request-settings.ts";
import { rewardOf } from "../mapping/reward-of.ts";
import { termNumbers } from "../mapping/term-numbers.ts";
import type { EnvironmentKind, EnvironmentStep, EpisodeEnvironment, ResetOptions } from "./environment-kind.ts";

/** A row of a dataset: what is asked, and what the program reads as `item`. */
export interface EpisodeRow {
  readonly prompt: readonly Message[];
  readonly item: Json;
}

export interface RewardedEpisodeOptions {
  readonly name: string;
  readonly description?: string;
  /** Served program that pays. Default: the adapter's. */
  readonly program?: string;
  readonly rows: readonly EpisodeRow[];
}

const message = z.strictObject({ message: z.string().describe("What the model answers.") });
const observation = z.strictObject({
  messages: z.array(z.looseObject({ role: z.string() })).describe("The conversation so far."),
  terms: z.record(z.string(), z.number()).describe("The terms of the reward, after the answer."),
});
const state = z.looseObject({ row: z.int().nullable().describe("Index of the row that is asked.") });

/**
 * An environment of dataset rows and a reward program: `reset` asks a row's prompt, `step` takes the model's answer,
 * ends the episode and pays the program's total.
 *
 * The row is `extra.row` of the reset, else chosen by the seed, else the next one. An answer that cannot be scored is
 * an error and the episode goes on: the same step can be made again.
 *
 * @throws RewardError GUERDON_FILE without rows
 */
export function rewardedEpisode({ name, description, program, rows }: RewardedEpisodeOptions): EnvironmentKind {
  if (rows.length === 0) {
    throw new RewardError("GUERDON_FILE", "Expected at least one row to ask, got none.", { details: { name } });
  }
  let turn = 0;
  return {
    name,
    description: description ?? `Asks ${rows.length} rows and pays a reward program's total.`,
    version: contentHash(canonicalJson(rows)).slice(0, DIGITS),
    action: message as z.ZodType<Json>,
    observation,
    state,
    messageAction: (text) => ({ message: text }),
    create: (lent) =>
      new Episode(rows, { ...lent, ...(program === undefined ? {} : { program }) }, () => turn++ % rows.length),
  };
}

const DIGITS = 12;

interface Lent {
  readonly service: RewardService;
  readonly settings: AdapterSettings;
  readonly program?: string;
}

class Episode implements EpisodeEnvironment {
  readonly #rows: readonly EpisodeRow[];
  readonly #lent: Lent;
  readonly #next: () => number;
  #row: number | null = null;
  #ended = false;

  constructor(rows: readonly EpisodeRow[], lent: Lent, next: () => number) {
    this.#rows = rows;
    this.#lent = lent;
    this.#next = next;
  }

  async reset({ seed, extra }: ResetOptions): Promise<EnvironmentStep> {
    this.#row = this.#choose(seed, extra?.row);
    this.#ended = false;
    return {
      observation: { messages: this.#asked().prompt as readonly Json[], terms: {} },
      terminated: false,
      truncated: false,
    };
  }

  #choose(seed: number | undefined, row: Json | undefined): number {
    if (row !== undefined) return this.#checked(row);
    return seed === undefined ? this.#next() : Math.floor(uniformAt(streamKey(seed, "row"), 0) * this.#rows.length);
  }

  #checked(row: Json): number {
    const last = this.#rows.length - 1;
    if (typeof row === "number" && Number.isInteger(row) && row >= 0 && row <= last) return row;
    throw new RewardError(
      "GUERDON_REQUEST",
      `Expected \`row\` to be a whole number from 0 to ${last}, got ${JSON.stringify(row)}.`,
    );
  }

  #asked(): EpisodeRow {
    if (this.#row === null) throw notReset();
    return this.#rows[this.#row] as EpisodeRow;
  }

  async step(action: Json): Promise<EnvironmentStep> {
    const { prompt, item } = this.#asked();
    if (this.#ended) throw notReset();
    const { message: text } = action as { readonly message: string };
    const { service, settings, program } = this.#lent;
    const reply = await service.score({
      ...requestSettings(program === undefined ? settings : { ...settings, program }),
      rollouts: [makeRollout({ prompt, completion: text, item })],
      protocol: "environment",
    });
    const reward = rewardOf(reply, 0, settings);
    if ("missing" in reward) {
      const why = missingText(reward.missing);
      throw new RewardError("GUERDON_REWARD_MISSING", `Expected the answer to have a reward, got none: ${why}.`, {
        hint: "Make the step again, or leave the episode out of training.",
      });
    }
    this.#ended = true;
    const terms = termNumbers(reply, 0);
    const messages: Json[] = [...(prompt as readonly Json[]), { role: "assistant", content: text }];
    return { observation: { messages, terms }, reward: reward.value, terminated: true, truncated: false, info: terms };
  }

  state(): { readonly [field: string]: Json } {
    return { row: this.#row };
  }

  close(): void {
    this.#ended = true;
  }
}

function notReset(): RewardError {
  return new RewardError("GUERDON_REQUEST", "Expected `reset` before `step`, got a step of no open episode.", {
    hint: "Reset the environment: an episode ends with its answer.",
  });
}
