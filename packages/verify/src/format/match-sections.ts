import { isBlank } from "./is-blank.ts";
import type { SectionMarkers } from "./section-markers.ts";

export interface SectionRules {
  /** Nothing but white space may stand outside the sections. */
  readonly strict: boolean;
  /** A section must hold more than white space. */
  readonly nonempty: boolean;
  /** Whether each section comes once, or may be repeated before the next begins. */
  readonly occurs: "once" | "many";
  /** The prompt already ends with the first open marker, as chat templates of thinking models do. */
  readonly prefilled: boolean;
}

/** The first thing wrong with a text, and how many sections were complete before it. */
export interface SectionFault {
  readonly why: string;
  readonly done: number;
}

/** What is wrong with a text, or undefined when its sections are as declared. */
export type SectionMatcher = (text: string) => SectionFault | undefined;

const OUTSIDE = "text stands outside the sections";

/**
 * Makes the function that reads a text once, marker by marker, and stops at the first fault.
 *
 * Time is linear in the text for each marker. Any marker inside another section, a second copy where
 * one is asked for, or a marker out of order is a fault, however the text around it looks.
 */
export function matchSections(markers: SectionMarkers, rules: SectionRules): SectionMatcher {
  const { texts } = markers;
  const count = texts.length / 2;
  const next = new Array<number>(texts.length);
  return (text) => {
    for (let m = 0; m < texts.length; m++) next[m] = text.indexOf(texts[m] as string);
    let done = 0;
    let at = 0;
    let inside = rules.prefilled ? 0 : -1;
    for (let m = nearest(next); m >= 0; m = nearest(next)) {
      const where = next[m] as number;
      const why = inside < 0 ? openingFault(m, done, markers, rules) : closingFault(m, inside, markers);
      if (why !== undefined) return { why, done };
      const mustHold = inside >= 0 && rules.nonempty;
      if ((mustHold || (inside < 0 && rules.strict)) && isBlank(text, at, where) === mustHold) {
        return { why: mustHold ? (markers.empty[inside] as string) : OUTSIDE, done };
      }
      if (inside >= 0) done = inside + 1;
      inside = inside < 0 ? m >> 1 : -1;
      at = where + (texts[m] as string).length;
      next[m] = text.indexOf(texts[m] as string, at);
    }
    if (inside >= 0) return { why: markers.unclosed[inside] as string, done };
    if (done < count) return { why: markers.missing[done] as string, done };
    return rules.strict && !isBlank(text, at, text.length) ? { why: OUTSIDE, done } : undefined;
  };
}

/** What is wrong with marker `m` outside any section after `done` sections. */
function openingFault(m: number, done: number, markers: SectionMarkers, rules: SectionRules): string | undefined {
  const s = m >> 1;
  if (m % 2 === 1) return s < done ? markers.misplaced[m] : markers.missing[s];
  if (s === done) return undefined;
  if (s > done) return markers.missing[done];
  if (s < done - 1) return markers.misplaced[m];
  return rules.occurs === "many" ? undefined : markers.repeated[s];
}

/** What is wrong with marker `m` inside section `inside`. */
function closingFault(m: number, inside: number, markers: SectionMarkers): string | undefined {
  if (m === 2 * inside + 1) return undefined;
  return m === 2 * inside ? markers.repeated[inside] : markers.misplaced[m];
}

function nearest(next: readonly number[]): number {
  let best = -1;
  for (let m = 0; m < next.length; m++) {
    const where = next[m] as number;
    if (where >= 0 && (best < 0 || where < (next[best] as number))) best = m;
  }
  return best;
}
