import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { failed, type Json, type Missing, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { parseStrict } from "../json/parse-strict.ts";
import {
  measurePages,
  type PageOptions,
  pageOptionsShape,
  pageText,
  type SlideFacts,
  type SlideRules,
} from "../web/index.ts";
import { type DeckBrief, type DeckScore, deckContent, deckRender, deckStructure } from "./deck-score.ts";

export interface SlideDeckOptions extends PageOptions, SlideRules {
  /** Which of the three parts of quality. */
  readonly measure: "structure" | "render" | "content";
  /** Decks with more slides are a failure of the candidate. */
  readonly limitSlides: number;
}

type DeckInput = { readonly [K in keyof SlideDeckOptions]?: SlideDeckOptions[K] | undefined };

const options: z.ZodType<SlideDeckOptions, DeckInput> = z.strictObject({
  measure: z.enum(["structure", "render", "content"]).default("structure"),
  titleSelector: z.string().min(1).max(500).default("h1, h2, .title"),
  sectionSelector: z.string().min(1).max(500).default("section, .section"),
  limitSlides: z.int().positive().max(200).default(40),
  ...pageOptionsShape,
});

const briefOptions = z.object({
  slides: z.number().int().positive(),
  sections: z.number().int().min(0).default(0),
  words: z.number().min(0).default(0),
  topic: z.string().default(""),
  research: z.string().default(""),
  outline: z.number().min(0).default(0),
  confidence: z.number().min(0).max(1).default(0),
});

/**
 * How well a deck of slides is made, by rules, by rendering, or by what it says.
 *
 *   structure: mean over slides of ¼ title + ¼ sections + ¼ words + ¼ sections that are not empty
 *   render:    0.4 · min(made / asked, 1) + 0.3 · share that shows something + 0.3 · share with title and sections
 *   content:   0.35 · on the topic + 0.25 · grounded in research + 0.2 · unlike each other + 0.2 · outline
 *
 * The text is a JSON list of pages, one a slide, or one page. Each is rendered in a browser, and only what is seen
 * counts. `brief` says what was asked: `slides`, and `sections`, `words`, `topic`, `research`, `outline`,
 * `confidence`. A slide that cannot be rendered shows nothing. What a broken sandbox would leave out is missing,
 * not 0.
 *
 * @kind source
 * @unit slides, brief → 0 … 1
 * @paper 093 §Mechanism
 * @alias 093:htmlStructure = { use: slide-deck, measure: structure }
 * @alias renderCheck = { use: slide-deck, measure: render }
 * @alias contentHeuristics = { use: slide-deck, measure: content }
 *
 * ```ts doctest
 * import { slideDeck } from "@guerdon/verify/document";
 * slideDeck({ measure: "render" }).options.width // => 1280
 * ```
 */
export const slideDeck: SourceFactory<typeof options> = defineSource({
  name: "slide-deck",
  version: 1,
  summary: "How well a deck of slides is made, by rules, by rendering, or by what it says.",
  options,
  build: ({ measure, titleSelector, sectionSelector, limitSlides, ...page }: SlideDeckOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, brief: { type: "json" } },
    range: UNIT,
    score: async (columns, out, context) => {
      const question = { kind: "slide", rules: { titleSelector, sectionSelector } } as const;
      const decks: {
        readonly row: number;
        readonly brief: DeckBrief;
        readonly from: number;
        readonly count: number;
      }[] = [];
      const pages: { readonly html: string; readonly question: typeof question }[] = [];
      for (let row = 0; row < out.length; row++) {
        const text = columns.text?.[row] as string;
        const brief = briefOptions.safeParse(columns.brief?.[row]);
        const slides = text.length > page.limitCharacters ? [] : slidesOf(text);
        if (!brief.success)
          out.fail(row, "task", `Expected \`brief\` to say \`slides\`, got ${shown(columns.brief?.[row])}.`);
        else if (text.length > page.limitCharacters)
          out.fail(row, "candidate", `Expected at most ${page.limitCharacters} characters, got ${text.length}.`);
        else if (slides.length > limitSlides)
          out.fail(row, "candidate", `Expected at most ${limitSlides} slides, got ${slides.length}.`);
        else {
          decks.push({ row, brief: brief.data, from: pages.length, count: slides.length });
          for (const html of slides) pages.push({ html, question });
        }
      }
      const verdicts = pages.length === 0 ? [] : await measurePages(pages, page, context);
      for (const { row, brief, from, count } of decks) {
        const found = factsOf(verdicts.slice(from, from + count));
        if ("missing" in found) out.miss(row, found.missing);
        else {
          const { value, evidence } = deckScore(measure, found.slides, brief);
          out.set(row, value, found.containment === "" ? evidence : `${evidence} (Chromium in ${found.containment})`);
        }
      }
    },
  }),
});

function deckScore(
  measure: SlideDeckOptions["measure"],
  slides: readonly (SlideFacts | undefined)[],
  brief: DeckBrief,
): DeckScore {
  const seen = slides.filter((slide): slide is SlideFacts => slide !== undefined);
  if (measure === "structure") return deckStructure(seen, brief);
  return measure === "render" ? deckRender(slides, brief) : deckContent(seen, brief);
}

/** The slides of a JSON list of texts, else the whole text as one slide. */
function slidesOf(text: string): readonly string[] {
  const listed = parseStrict(text.trim())?.value;
  if (Array.isArray(listed)) return listed.filter((slide): slide is string => typeof slide === "string").map(pageText);
  return text.trim() === "" ? [] : [pageText(text)];
}

type Verdicts = Awaited<ReturnType<typeof measurePages>>;

/** Facts of each slide, none for one that the candidate broke; or what keeps the deck from being judged. */
function factsOf(
  verdicts: Verdicts,
):
  | { readonly slides: readonly (SlideFacts | undefined)[]; readonly containment: string }
  | { readonly missing: Missing } {
  const slides: (SlideFacts | undefined)[] = [];
  let containment = "";
  for (const verdict of verdicts) {
    if ("missing" in verdict) return { missing: verdict.missing };
    if ("slide" in verdict) {
      slides.push(verdict.slide);
      containment = verdict.containment;
    } else if ("blame" in verdict && verdict.blame !== "candidate") {
      return { missing: failed(verdict.blame, verdict.reason, verdict.blame === "sandbox") };
    } else slides.push(undefined);
  }
  return { slides, containment };
}

function shown(value: Json | undefined): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 60);
}
