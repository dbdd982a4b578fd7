import { type Arguments, holds, numberOf } from "./checker.ts";
import { followsInstruction, looseVariants } from "./index.ts";
import { languageProfiles } from "./load-detector.ts";
import { rankLanguages } from "./rank-languages.ts";

/** One published verdict with what it is about. */
export interface PublishedVerdict {
  /** The file and the number of the row in it. */
  readonly at: string;
  readonly id: string;
  readonly text: string;
  readonly args: Arguments;
  readonly loose: boolean;
}

/** Says which verdicts a cause lets one expect of a row. */
type Cause = (row: PublishedVerdict) => readonly boolean[];

const rank = rankLanguages(await languageProfiles());
const SEEDS = 400;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

const inAnyVariant = ({ text, loose }: PublishedVerdict, follows: (text: string) => boolean): boolean =>
  (loose ? looseVariants(text) : [text]).some(follows);

const follows = ({ text, id, loose }: PublishedVerdict, args: Arguments): boolean =>
  followsInstruction(text, id, args, { loose });

/** langdetect draws its n-grams anew each time: the verdicts of other seeds, until both have come up. */
const otherSeeds: Cause = ({ text, id, args, loose }) => {
  const found = new Set<boolean>();
  for (let seed = 1; seed <= SEEDS && found.size < 2; seed++) {
    found.add(followsInstruction(text, id, args, { loose, detect: (part) => rank(part, seed) }));
  }
  return [...found];
};

/** The reference puts a letter that it draws in the place of a sign that is none. */
const otherLetter: Cause = (row) => [...LETTERS].map((letter) => follows(row, { ...row.args, letter }));

/**
 * What the tokeniser of the reference (janome 0.5.1) counts of the keyword: until November 2025 keywords were compared
 * with whole tokens, and it cuts 創造性, 大聖堂 and 色落ち in two and takes 栄養素 whole.
 */
const WHOLE_TOKENS: { readonly [at: string]: number } = {
  "mifeval_ja_verdicts 40": 0,
  "mifeval_ja_verdicts 145": 0,
  "mifeval_ja_verdicts 147": 0,
  "mifeval_ja_verdicts 212": 0,
  "mifeval_ja_verdicts 234": 0,
  "mifeval_ja_verdicts 317": 0,
  "mifeval_ja_verdicts 319": 0,
};
const wholeTokens = ({ at }: PublishedVerdict): number => WHOLE_TOKENS[at] ?? Number.NaN;

/** Causes by instruction. Each was checked against the reference in Python, at the revision that made the data. */
const CAUSES: { readonly [id: string]: Cause } = {
  "keywords:letter_frequency": otherLetter,
  "language:response_language": otherSeeds,
  "change_case:english_capital": otherSeeds,
  "change_case:english_lowercase": otherSeeds,
  "change_case:spanish_lowercase": otherSeeds,
  "change_case:french_lowercase": otherSeeds,
  // The keyword of item 172 was タンパク質 when the data was made; the inputs have been mended since.
  "keywords:existence": (row) =>
    (row.args.keywords as string[])[0] === "たんぱく質"
      ? [follows(row, { keywords: ["タンパク質", "炭水化物", "脂質"] })]
      : [wholeTokens(row) > 0],
  "keywords:frequency": (row) => [holds(row.args, wholeTokens(row), "frequency")],
  "keywords:forbidden_words": (row) => [wholeTokens(row) === 0],
  // The marker P.P.S. was looked for as it is, without blanks.
  "detectable_content:postscript": (row) => [
    inAnyVariant(row, (text) => text.toLowerCase().includes(String(row.args.postscript_marker).toLowerCase())),
  ],
  // Lines with a star or a hyphen were no bullets.
  "detectable_format:number_bullet_lists": (row) => [
    inAnyVariant(row, (text) => (text.match(/^\s*・[^・].*$/gmu) ?? []).length === numberOf(row.args, "num_bullets")),
  ],
  // Until December 2025 a stop before a quote went behind it.
  "ratio:sentence_type": (row) => [follows({ ...row, text: row.text.replaceAll('."', '".') }, row.args)],
  // The trained tagger of the reference reads Understand and Build, each before a capital or an adjective, as names.
  "words:start_verb": ({ text }) => [!/^(?:Understand Galois|Build resilient) /u.test(text)],
};

/** Whether the cause that is known for such rows lets one expect this verdict of the data. */
export function isExplained(row: PublishedVerdict, verdict: boolean): boolean {
  const cause = CAUSES[row.id.replace(/^(?:en|es|fr|ja):/u, "")];
  return cause?.(row).includes(verdict) ?? false;
}
