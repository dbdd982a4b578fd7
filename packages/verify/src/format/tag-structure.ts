import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { z } from "zod";
import { isBlank } from "./is-blank.ts";

export interface TagRule {
  readonly name: string;
  /** How often the block must and may occur. */
  readonly min: number;
  readonly max: number;
  readonly nonempty: boolean;
  /** Block that must follow each of these at once, such as a result after a search. */
  readonly followedBy?: string | undefined;
}

export interface TagStructureOptions {
  /** The blocks, by their tags. */
  readonly tags: readonly TagRule[];
  /** Whether the blocks must first occur in the order of `tags`. */
  readonly ordered: boolean;
  /** `all`: `max` without a fault, else `min`. `share`: by the share of tags without one; 0 share without the last tag. */
  readonly value: "all" | "share";
  /** What the worst structure earns. */
  readonly min: number;
  /** What a structure without a fault earns. */
  readonly max: number;
}

type RuleInput = Pick<TagRule, "name"> & { readonly [K in keyof TagRule]?: TagRule[K] | undefined };
type StructureInput = { readonly tags: readonly RuleInput[] } & {
  readonly [K in Exclude<keyof TagStructureOptions, "tags">]?: TagStructureOptions[K] | undefined;
};

const options: z.ZodType<TagStructureOptions, StructureInput> = z
  .strictObject({
    tags: z
      .array(
        z.strictObject({
          name: z.string().regex(/^[\w-]+$/u, "a tag is made of letters, digits, `_` and `-`"),
          min: z.int().nonnegative().default(1),
          max: z.int().positive().default(1),
          nonempty: z.boolean().default(true),
          followedBy: z.string().optional(),
        }),
      )
      .min(1),
    ordered: z.boolean().default(true),
    value: z.enum(["all", "share"]).default("all"),
    min: z.number().default(0),
    max: z.number().default(1),
  })
  .refine(({ min, max }) => min < max, "`min` must be below `max`")
  .refine(({ tags }) => new Set(tags.map(({ name }) => name)).size === tags.length, "each tag stands once in `tags`");

/**
 * Scores whether a text has the declared blocks `<tag>…</tag>`: how often, closed, not nested, in order, not empty.
 *
 * Other than with `format`, text may stand outside the blocks, blocks may be repeated in turns (think, search, result,
 * think, …) and each tag counts by itself.
 *
 * @kind source
 * @unit text → reward
 * @paper 000 (min −1, max 0), 135, 136 (share)
 * @alias formatGrammar
 * @alias taggedStructure
 * @alias tagStructure
 *
 * ```ts doctest
 * import { tagStructure } from "@guerdon/verify/format";
 * tagStructure({ tags: [{ name: "think" }, { name: "answer" }], min: -1, max: 0 }).range // => { min: -1, max: 0 }
 * ```
 */
export const tagStructure: SourceFactory<typeof options> = defineSource({
  name: "tag-structure",
  version: 1,
  summary: "Whether a text has the declared tagged blocks: how often, closed, in order, not empty.",
  options,
  build: (set: TagStructureOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: { min: set.min, max: set.max },
    score: (columns, out) => {
      const texts = columns.text as readonly string[];
      for (let row = 0; row < out.length; row++) {
        const faults = tagFaults(texts[row] as string, set);
        const whole = faults.every((fault) => fault === undefined);
        const answered = faults.at(-1) !== ABSENT;
        const right = faults.filter((fault) => fault === undefined).length / faults.length;
        const share = set.value === "all" ? (whole ? 1 : 0) : answered ? right : 0;
        const why = faults.flatMap((fault, t) => (fault === undefined ? [] : [`<${set.tags[t]?.name}> ${fault}`]));
        out.set(row, share === 1 ? set.max : set.min + (set.max - set.min) * share, why[0] ?? "every tag is right");
      }
    },
  }),
});

const ABSENT = "is missing";

/** What is wrong with the blocks of each tag. */
function tagFaults(text: string, { tags, ordered }: TagStructureOptions): readonly (string | undefined)[] {
  const faults = new Array<string | undefined>(tags.length).fill(undefined);
  const counts = new Array<number>(tags.length).fill(0);
  const index = new Map(tags.map(({ name }, t) => [name, t]));
  const note = (t: number, why: string): void => {
    faults[t] ??= why;
  };
  let open = -1;
  let at = 0;
  let awaited: { readonly by: number; readonly name: string } | undefined;
  let latest = -1;
  for (const found of text.matchAll(/<(\/?)([\w-]{1,64})>/gu)) {
    const t = index.get(found[2] as string);
    if (t === undefined) continue;
    const rule = tags[t] as TagRule;
    if (found[1] === "") {
      if (open >= 0) note(open, open === t ? "is opened twice" : `holds <${rule.name}>`);
      if (awaited !== undefined && (awaited.name !== rule.name || !isBlank(text, at, found.index)))
        note(awaited.by, `is not followed by <${awaited.name}>`);
      awaited = undefined;
      if (counts[t] === 0 && ordered && t < latest) note(t, "is out of order");
      latest = Math.max(latest, t);
      counts[t] = (counts[t] as number) + 1;
      open = t;
    } else if (open !== t) note(t, "is closed without being open");
    else {
      if (rule.nonempty && isBlank(text, at, found.index)) note(t, "is empty");
      if (rule.followedBy !== undefined) awaited = { by: t, name: rule.followedBy };
      open = -1;
    }
    at = found.index + found[0].length;
  }
  if (open >= 0) note(open, "is not closed");
  if (awaited !== undefined) note(awaited.by, `is not followed by <${awaited.name}>`);
  tags.forEach(({ min, max }, t) => {
    const count = counts[t] as number;
    if (count < min) faults[t] = count === 0 ? ABSENT : `occurs ${count} times, not ${min}`;
    else if (count > max) note(t, `occurs ${count} times, not ${max}`);
  });
  return faults;
}
