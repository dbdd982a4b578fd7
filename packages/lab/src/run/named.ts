import { didYouMean, RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";

/** One thing that settings may name, with the options it takes. */
export interface Maker<T, C> {
  /** What it is, in a line. */
  readonly summary: string;
  readonly options: z.ZodType;
  // biome-ignore lint/suspicious/noExplicitAny: each maker takes the options of its own schema
  make(options: any, context: C): T | Promise<T>;
}

/** Things that settings may name by `use`. */
export type Makers<T, C> = { readonly [name: string]: Maker<T, C> };

/** Names one of the known things, with its options beside it. */
export const usedSchema: z.ZodType<{ readonly use: string; readonly [option: string]: Json }> = z.looseObject({
  use: z.string(),
}) as never;

/**
 * Makes what `{ use: name, …options }` names.
 *
 * @throws RewardError GUERDON_EXPERIMENT when nothing has the name, with the nearest, or an option is wrong
 */
export async function makeNamed<T, C>(
  place: string,
  makers: Makers<T, C>,
  used: { readonly use: string; readonly [option: string]: unknown },
  context: C,
): Promise<T> {
  const { use, ...given } = used;
  const maker = Object.hasOwn(makers, use) ? makers[use] : undefined;
  if (maker === undefined) {
    throw new RewardError(
      "GUERDON_EXPERIMENT",
      `Expected \`${place}.use\` to be one of ${Object.keys(makers).join(", ")}, got \`${use}\`.`,
      {
        hint: didYouMean(use, Object.keys(makers)),
        details: { place, got: use },
      },
    );
  }
  return maker.make(parseSettings(place, maker.options, given), context);
}

/**
 * Settings as a schema has them, with its defaults.
 *
 * @throws RewardError GUERDON_EXPERIMENT with the place, what was expected and what was got
 */
export function parseSettings<S extends z.ZodType>(place: string, schema: S, json: unknown): z.output<S> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  const path = [place, ...issue.path.map(String)].filter((part) => part !== "").join(".");
  const got = issue.path.reduce<unknown>(
    (value, key) => (value as { [key: PropertyKey]: unknown } | undefined)?.[key],
    json,
  );
  throw new RewardError(
    "GUERDON_EXPERIMENT",
    `Expected \`${path}\` to be valid, got ${JSON.stringify(got) ?? "nothing"}: ${issue.message}.`,
    {
      details: { path, issue: issue.message },
    },
  );
}

/** The options that are given, without those that are undefined. */
export function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
