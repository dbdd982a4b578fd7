import { z } from "zod";
import { type TokenPolicy, transformerPolicy } from "../policy/token-policy.ts";
import { type HostTree, hostLeaves, readSafetensors } from "../tensor/index.ts";
import type { TokenWorld } from "../world/token-world.ts";
import { makeNamed, parseSettings, usedSchema } from "./named.ts";
import { worlds } from "./worlds.ts";

interface TransformerSettings {
  readonly use: "transformer";
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly hidden: number;
  readonly positions: "rotary" | "learnt";
}

/** Sizes of a small decoder. */
export const transformerSettings: z.ZodType<
  TransformerSettings,
  { readonly [K in keyof TransformerSettings]?: TransformerSettings[K] | undefined } | undefined
> = z
  .strictObject({
    use: z.literal("transformer").default("transformer"),
    width: z.int().min(8).default(64),
    layers: z.int().min(1).max(8).default(2),
    heads: z.int().min(1).default(4),
    hidden: z.int().min(2).default(256),
    positions: z.enum(["rotary", "learnt"]).default("learnt"),
  })
  .prefault({});

/** A small language model with the world it writes for. */
export interface TokenModel {
  readonly world: TokenWorld;
  readonly policy: TokenPolicy;
  readonly parameters: HostTree;
  readonly parameterCount: number;
}

/**
 * A small language model by settings: fresh, or with the parameters of a file.
 *
 * @param settings.start - file of safetensors
 * @throws RewardError GUERDON_FILE or GUERDON_SHAPE when the file does not hold this model
 */
export async function loadTokenModel(settings: {
  readonly world: { readonly use: string };
  readonly policy?: object;
  readonly start?: string;
  readonly seed?: number;
}): Promise<TokenModel> {
  const world = await makeNamed("world", worlds, parseSettings("world", usedSchema, settings.world), undefined);
  const { use: _, ...sizes } = parseSettings("policy", transformerSettings, settings.policy ?? {});
  const policy = transformerPolicy(sizes);
  const fresh = policy.model(world, 1).parameters(settings.seed ?? 0) as unknown as HostTree;
  const parameters = settings.start === undefined ? fresh : readSafetensors(settings.start, fresh);
  const parameterCount = hostLeaves(parameters).reduce((sum, [, { data }]) => sum + data.length, 0);
  return { world, policy, parameters, parameterCount };
}
