import { RewardError } from "@guerdon/core/error";
import { canonicalJson, sha256 } from "@guerdon/core/hash";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";

type Settings = { readonly [name: string]: Json };

/** A question that two arms answer. */
export interface Comparison {
  readonly metric: string;
  readonly treatment: string;
  readonly control: string;
  readonly alternative: "greater" | "less" | "different";
}

/** Arms × seeds: what is trained, how often, how long, and what is asked of it. */
export interface ExperimentSpec {
  readonly experiment: string;
  /** Which of the known runs is started. */
  readonly run: string;
  /** What all arms have in common. */
  readonly settings: Settings;
  /**
   * What each arm changes: objects are merged key by key, everything else is replaced, and so is what names another
   * thing by `use`.
   */
  readonly arms: { readonly [arm: string]: Settings };
  readonly seeds: readonly number[];
  /** Wall-clock time of the whole experiment, shared evenly among the runs; 0 for no limit. */
  readonly budgetSeconds: number;
  /** Metrics that the report shows first. */
  readonly show: readonly string[];
  readonly compare: readonly Comparison[];
}

const settings = z.record(z.string(), z.json());
const word = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.+-]*$/, "letters, digits, `_`, `.`, `+` and `-`");

const schema = z.strictObject({
  experiment: word,
  run: z.string(),
  settings: settings.default({}),
  arms: z
    .record(
      word,
      settings.nullable().transform((own) => own ?? {}),
    )
    .refine((arms) => Object.keys(arms).length > 0, "at least one arm"),
  seeds: z
    .union([z.int().min(1).max(1000), z.array(z.int().min(0)).min(1)])
    .transform((seeds) => (typeof seeds === "number" ? Array.from({ length: seeds }, (_, seed) => seed) : seeds))
    .default([0, 1, 2, 3, 4]),
  budgetSeconds: z.number().min(0).default(0),
  show: z.array(z.string()).default([]),
  compare: z
    .array(
      z.strictObject({
        metric: z.string(),
        treatment: z.string(),
        control: z.string(),
        alternative: z.enum(["greater", "less", "different"]).default("different"),
      }),
    )
    .default([]),
});

/**
 * Reads an experiment from JSON.
 *
 * @throws RewardError GUERDON_EXPERIMENT with the place, what was expected there and what was got
 */
export function parseExperiment(json: unknown): ExperimentSpec {
  const result = schema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0] as z.core.$ZodIssue;
    throw wrong(issue.path.map(String), issue.message, json);
  }
  const spec = result.data as ExperimentSpec;
  for (const [i, { treatment, control }] of spec.compare.entries()) {
    for (const [key, arm] of Object.entries({ treatment, control })) {
      if (Object.hasOwn(spec.arms, arm)) continue;
      throw wrong(["compare", String(i), key], `one of the arms ${Object.keys(spec.arms).join(", ")}`, json);
    }
  }
  return spec;
}

/** What an arm is trained with. */
export function settingsOf(spec: Pick<ExperimentSpec, "settings" | "arms">, arm: string): Settings {
  return merge(spec.settings, spec.arms[arm] as Settings) as Settings;
}

/** A name for everything that decides the numbers: runs of another hash are another experiment. */
export function experimentHash({ run, settings: common, arms, seeds, budgetSeconds }: ExperimentSpec): string {
  return sha256(canonicalJson({ run, settings: common, arms, seeds, budgetSeconds } as unknown as Json)).slice(0, 16);
}

function merge(common: Json, own: Json): Json {
  if (!isObject(common) || !isObject(own)) return own;
  if (own.use !== undefined && own.use !== common.use) return own;
  const merged: { [key: string]: Json } = { ...common };
  for (const [key, value] of Object.entries(own)) {
    merged[key] = Object.hasOwn(common, key) ? merge(common[key] as Json, value) : value;
  }
  return merged;
}

function isObject(value: Json): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(path: readonly string[], expected: string, json: unknown): RewardError {
  const got = path.reduce<unknown>((value, key) => (value as { [key: string]: unknown } | undefined)?.[key], json);
  const place = path.length === 0 ? "the experiment" : `\`${path.join(".")}\``;
  return new RewardError(
    "GUERDON_EXPERIMENT",
    `Expected ${place} to be valid, got ${JSON.stringify(got)?.slice(0, 80) ?? "nothing"}: ${expected}.`,
    {
      hint: "An experiment has `experiment`, `run`, `settings`, `arms`, `seeds`, `budgetSeconds`.",
      details: { path: path.join(".") },
    },
  );
}
