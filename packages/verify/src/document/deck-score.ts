import type { SlideFacts } from "../web/index.ts";

/** What a deck was asked to be. */
export interface DeckBrief {
  /** How many slides. */
  readonly slides: number;
  /** Sections and words of a slide. */
  readonly sections: number;
  readonly words: number;
  readonly topic: string;
  /** What was looked up before. */
  readonly research: string;
  /** Slides of the outline that was made before. */
  readonly outline: number;
  /** How sure the brief is of itself, 0 … 1. */
  readonly confidence: number;
}

export interface DeckScore {
  readonly value: number;
  readonly evidence: string;
}

/**
 * The mean over slides of title (¼), number of sections (¼), number of words (¼) and sections that are not empty (¼).
 *
 *   sections: ¼ when as asked, 0.1 when there are some;  words: ¼ · min(w, w*) / max(w, w*)
 *
 * @paper 093 §Mechanism (code rules)
 */
export function deckStructure(slides: readonly SlideFacts[], brief: DeckBrief): DeckScore {
  const filled = slides.filter(({ words, sections }) => words > 0 || sections > 0);
  if (filled.length === 0) return { value: 0, evidence: "no slide has content" };
  let sum = 0;
  const faults: string[] = [];
  filled.forEach((slide, i) => {
    const { title, sections, filledSections, words } = slide;
    const count = sections === brief.sections ? 0.25 : sections > 0 ? 0.1 : 0;
    const length = Math.max(words, brief.words) === 0 ? 1 : Math.min(words, brief.words) / Math.max(words, brief.words);
    const full = sections === 0 ? 0 : filledSections / sections;
    sum += (title === "" ? 0 : 0.25) + count + 0.25 * length + 0.25 * full;
    if (title === "") faults.push(`slide ${i + 1} has no title`);
    else if (count < 0.25) faults.push(`slide ${i + 1} has ${sections} sections, asked ${brief.sections}`);
    else if (length < 0.5) faults.push(`slide ${i + 1} has ${words} words, asked ${brief.words}`);
  });
  return { value: sum / filled.length, evidence: faults.slice(0, 4).join("; ") || "as asked" };
}

/**
 * 0.4 · min(made / asked, 1) + 0.3 · rendered / made + 0.3 · share with title and sections.
 *
 * @paper 093 §Mechanism (render)
 */
export function deckRender(slides: readonly (SlideFacts | undefined)[], brief: DeckBrief): DeckScore {
  if (slides.length === 0) return { value: 0, evidence: "there is no slide" };
  const shown = slides.filter((slide) => slide?.shows === true).length;
  const whole = slides.filter((slide) => slide !== undefined && slide.title !== "" && slide.sections > 0).length;
  const value =
    0.4 * Math.min(slides.length / brief.slides, 1) + (0.3 * shown) / slides.length + (0.3 * whole) / slides.length;
  return { value, evidence: `${slides.length} of ${brief.slides} made, ${shown} show something, ${whole} are whole` };
}

/**
 * 0.35 · share of slides on the topic + 0.25 · share grounded in research + 0.2 · share of unlike texts + 0.2 · outline.
 *
 * A slide is on the topic when it has a word of it, grounded when it shares more than three words with the research.
 * Without research 0.15 when the brief is sure of itself (0.8), else 0; without outline 0.1.
 *
 * @paper 093 §Mechanism (content)
 */
export function deckContent(slides: readonly SlideFacts[], brief: DeckBrief): DeckScore {
  if (slides.length === 0) return { value: 0, evidence: "there is no slide" };
  const texts = slides.map(({ text }) => new Set(wordsOf(text)));
  const [topic, research] = [new Set(wordsOf(brief.topic)), new Set(wordsOf(brief.research))];
  const share = (holds: (words: ReadonlySet<string>) => boolean): number => texts.filter(holds).length / texts.length;
  const common = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
    [...a].filter((word) => b.has(word)).length;
  const onTopic = share((words) => common(words, topic) > 0);
  const grounded =
    research.size > 0 ? 0.25 * share((words) => common(words, research) > 3) : brief.confidence >= 0.8 ? 0.15 : 0;
  const unlike = new Set(slides.map(({ text }) => wordsOf(text).join(" "))).size / slides.length;
  const outline = brief.outline > 0 ? 0.2 * Math.min(brief.outline / brief.slides, 1) : 0.1;
  return {
    value: Math.min(1, 0.35 * onTopic + grounded + 0.2 * unlike + outline),
    evidence: `${percent(onTopic)} on the topic, ${percent(unlike)} unlike`,
  };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

const STOP = new Set(
  "a an and are as at be by for from how in is it of on or the this to was what with your our".split(" "),
);

function wordsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !STOP.has(word));
}
