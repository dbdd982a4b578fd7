import { RewardError } from "@guerdon/core/error";

/** The texts that open and close each section, and the words that tell what is wrong with it. */
export interface SectionMarkers {
  /** [2k] open marker of section s at 2s, close marker at 2s + 1. */
  readonly texts: readonly string[];
  readonly missing: readonly string[];
  readonly unclosed: readonly string[];
  readonly misplaced: readonly string[];
  readonly repeated: readonly string[];
  readonly empty: readonly string[];
}

export interface MarkerOptions {
  /** Names of the sections, in the order in which they must come. */
  readonly sections: readonly string[];
  /** How a section opens and closes; `{name}` stands for its name. */
  readonly open: string;
  /** How a section ends; `{name}` stands for its name. */
  readonly close: string;
}

/**
 * Writes the markers of each section from the templates.
 *
 * @throws RewardError GUERDON_OPTION when a marker contains another
 */
export function sectionMarkers({ sections, open, close }: MarkerOptions): SectionMarkers {
  const texts = sections.flatMap((name) => [open.replaceAll("{name}", name), close.replaceAll("{name}", name)]);
  refuseOverlap(texts);
  const opens = texts.filter((_, m) => m % 2 === 0);
  return {
    texts,
    missing: opens.map((marker) => `${marker} is missing`),
    unclosed: opens.map((marker) => `${marker} is not closed`),
    misplaced: texts.map((marker) => `${marker} is out of place`),
    repeated: opens.map((marker) => `${marker} occurs more than once`),
    empty: opens.map((marker) => `${marker} is empty`),
  };
}

function refuseOverlap(texts: readonly string[]): void {
  texts.forEach((text, m) => {
    const other = texts.findIndex((candidate, k) => k !== m && candidate.includes(text));
    if (other < 0) return;
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected each marker to be found on its own, got \`${text}\` inside \`${texts[other]}\`.`,
      {
        hint: "Put `{name}` between brackets in both `open` and `close`, and use each section name once.",
        details: { marker: text, other: texts[other] as string },
      },
    );
  });
}
