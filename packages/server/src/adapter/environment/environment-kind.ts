import type { Json } from "@guerdon/core/signal";
import type { z } from "zod";
import type { RewardService } from "../../service/reward-service.ts";
import type { AdapterSettings } from "../adapter.ts";

/** What an environment shows after `reset` or `step`. */
export interface EnvironmentStep {
  readonly observation: { readonly [field: string]: Json };
  /** Absent after `reset`, and where the step has none. */
  readonly reward?: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
  readonly info?: { readonly [field: string]: Json };
}

export interface ResetOptions {
  readonly seed?: number;
  readonly episodeId?: string;
  /** What else the client sent; an environment takes what it knows. */
  readonly extra?: { readonly [name: string]: Json };
}

/** One episode after the other, of one client. */
export interface EpisodeEnvironment {
  reset(options: ResetOptions): Promise<EnvironmentStep>;
  /**
   * @param action - of the kind's schema
   * @throws RewardError when the step cannot be made or has no reward; the episode stays as it was
   */
  step(action: Json): Promise<EnvironmentStep>;
  /** What is known of the episode beside its id and steps. */
  state(): { readonly [field: string]: Json };
  /** @throws RewardError for a tool it does not have */
  callTool?(name: string, args: { readonly [name: string]: Json }): Promise<Json>;
  close(): void;
}

export interface ToolListing {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Json;
}

/** What numbers an action or observation may be, in Gymnasium's words; absent for texts. */
export type NumberSpace =
  | { readonly kind: "discrete"; readonly size: number }
  | { readonly kind: "multi-discrete"; readonly sizes: readonly number[] }
  | { readonly kind: "box"; readonly low: readonly number[]; readonly high: readonly number[] };

/** An environment that is served: its name, what goes in and out, and how one is made. */
export interface EnvironmentKind {
  readonly name: string;
  readonly description: string;
  readonly version?: string;
  readonly author?: string;
  readonly readme?: string;
  readonly documentationUrl?: string;
  readonly action: z.ZodType<Json>;
  readonly observation: z.ZodType;
  readonly state: z.ZodType;
  readonly actionSpace?: NumberSpace;
  readonly observationSpace?: NumberSpace;
  readonly tools?: readonly ToolListing[];
  /** Actions and observations as bare numbers or lists, where a protocol has no fields for them. */
  readonly plain?: {
    action(value: Json): Json;
    observation(observation: EnvironmentStep["observation"]): Json;
  };
  /** The action that a message of a model stands for; absent where a message cannot be one. */
  messageAction?(text: string): Json;
  create(lent: {
    readonly service: RewardService;
    readonly settings: AdapterSettings;
  }): Promise<EpisodeEnvironment> | EpisodeEnvironment;
}
