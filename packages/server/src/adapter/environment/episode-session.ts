import { randomUUID } from "node:crypto";
import { RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import type { z } from "zod";
import type { EnvironmentKind, EnvironmentStep, EpisodeEnvironment, ResetOptions } from "./environment-kind.ts";

/** An action that is not of its environment's schema. */
export interface WrongAction {
  readonly issues: readonly z.core.$ZodIssue[];
}

/** An environment in the hands of one client: its episode's id, the steps so far, one call at a time. */
export class EpisodeSession {
  readonly kind: EnvironmentKind;
  readonly environment: EpisodeEnvironment;
  #episodeId: string | null = null;
  #stepCount = 0;
  #earned = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(kind: EnvironmentKind, environment: EpisodeEnvironment) {
    this.kind = kind;
    this.environment = environment;
  }

  /** Sum of the episode's rewards. */
  get earned(): number {
    return this.#earned;
  }

  reset(options: ResetOptions): Promise<EnvironmentStep> {
    return this.#inTurn(async () => {
      const first = await this.environment.reset(options);
      this.#episodeId = options.episodeId ?? randomUUID();
      this.#stepCount = 0;
      this.#earned = 0;
      return first;
    });
  }

  /**
   * Makes a step, unless the action is not of the kind's schema.
   *
   * @throws RewardError of the environment; GUERDON_DEADLINE after `timeoutMs`
   */
  async step(action: Json, timeoutMs?: number): Promise<EnvironmentStep | WrongAction> {
    const parsed = this.kind.action.safeParse(action);
    if (!parsed.success) return { issues: parsed.error.issues };
    const step = this.#inTurn(async () => {
      const next = await this.environment.step(parsed.data);
      this.#stepCount++;
      this.#earned += next.reward ?? 0;
      return next;
    });
    return timeoutMs === undefined ? step : within(step, timeoutMs);
  }

  callTool(name: string, args: { readonly [name: string]: Json }): Promise<Json> {
    return this.#inTurn(async () => {
      const { environment } = this;
      if (environment.callTool === undefined) throw unknownTool(name);
      return environment.callTool(name, args);
    });
  }

  state(): { readonly [field: string]: Json } {
    return { ...this.environment.state(), episode_id: this.#episodeId, step_count: this.#stepCount };
  }

  close(): void {
    this.environment.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}

function unknownTool(name: string): RewardError {
  return new RewardError("GUERDON_REQUEST", `Expected a tool of the environment, got \`${name}\`.`);
}

function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new RewardError("GUERDON_DEADLINE", `Expected a step within ${timeoutMs} ms, got none.`)),
      timeoutMs,
    );
  });
  work.catch(() => {});
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
