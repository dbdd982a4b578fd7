import { streamKey, uniformAt } from "@guerdon/core/random";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { contextualPolicy } from "./contextual-policy.ts";
import type { ContextualWorldOptions } from "./contextual-world.ts";
import { GEO_CITIES, GEO_CLUES, GEO_LEVELS, geoCity, geoCorpus, geoNames, geoPath, geoWord } from "./geo-corpus.ts";
import { lexicalIndex } from "./lexical-index.ts";

/** Where a picture was said to be taken. */
export interface GeoAnswer {
  /** The place in words: city, state, country. */
  readonly text: string;
  /** Names of the right place from coarse to fine. */
  readonly gold: readonly string[];
}

export interface GeoTreeOptions<N extends string> {
  readonly pictures?: number;
  readonly heldOut?: number;
  /** Pictures with a trajectory to clone. */
  readonly taught?: number;
  /** Further values of answers. */
  measure(answers: readonly GeoAnswer[]): { readonly [name in N]: ArrayLike<number> };
}

type GeoSignal = "searches" | "zooms" | "anchored" | "evidence";

const CLUES = GEO_CLUES.length;
const LANDMARK = CLUES - 1;
/** Looks before the answer; each is a zoom on a clue, a search with it, or neither, which ends them. */
const STEPS = 5; // 130 §Experiment: at most 6 steps
const STOP = 2 * CLUES;
/** Chance that a clue is what its place has. */
const TRUTH = [0.9, 0.9, 0.9, 0.8, 0.8, 0.5, 0.5, 0.5] as const;
/** Chance that a clue of a city is seen sharply when it is true, and when it is not. */
const SHARP = [0.9, 0.3] as const;
const LEVEL_FACTS = GEO_LEVELS[0] + GEO_LEVELS[1];
/** Facts of clues, and whether those of a city are sharp; behind them the cities that searches give back. */
const CITY_FACTS = (LEVEL_FACTS + 1) * CLUES;

interface Picture {
  readonly city: number;
  /** [8] a city that has what is seen. */
  readonly seen: readonly number[];
  /** [8] whether it is seen sharply. */
  readonly sharp: readonly boolean[];
}

/**
 * Pictures to be placed in a tree of 6 countries, 18 states and 72 cities, by zooms and searches.
 *
 * A picture has eight clues: three of the country (true with 0.9), two of the state (0.8), and of the city a street, a
 * shop and a landmark (0.5); a clue that is not true is that of another country, of another state, or of another city of
 * the same country. All see the three of the country. Up to five times one clue is zoomed on or searched with: a zoom
 * shows what a clue of country or state says, and of one of the city whether it is sharp, as it is more often when it is
 * true; a search gives back the sentence of 200 that shares the rarest words with the clue, and so a city. Then one of the
 * 72 cities is answered.
 *
 * Signals: `searches` and `zooms`; `anchored`: different searches with a landmark, which names the place before there is
 * evidence; `evidence`: 1 where a search gave back the right city; and what `measure` gives.
 *
 * @paper 130 §Experiment
 *
 * ```ts doctest
 * import { geoTree } from "@guerdon/lab/world";
 * geoTree({ pictures: 1, heldOut: 1, measure: () => ({}) }).heads // => [17, 17, 17, 17, 17, 72]
 * ```
 */
export function geoTree<N extends string>(options: GeoTreeOptions<N>): ContextualWorldOptions<N | GeoSignal> {
  const { pictures: count = 300, heldOut = 200, taught = 60, measure } = options; // 130 §Experiment: 60 trajectories
  const corpus = geoCorpus();
  const search = lexicalIndex(corpus.map(({ text }) => text));
  const pictures = Array.from({ length: count + heldOut }, (_, i) => drawPicture(i));
  const found = pictures.map(({ seen }) =>
    seen.map((city, clue) => corpus[search(geoWord(clue, city))]?.city as number),
  );
  return {
    contexts: pictures.map(({ seen }) => seen.slice(0, 3).flatMap((city) => oneHot(geoPath(city)[0], GEO_LEVELS[0]))),
    training: count,
    heads: [...new Array<number>(STEPS).fill(STOP + 1), GEO_CITIES],
    follows: (_, head, choice) => (head < STEPS && choice === STOP ? STEPS : head + 1),
    facts: CITY_FACTS + GEO_CITIES,
    reveals: (context, head, choice) => {
      if (head >= STEPS || choice === STOP) return [];
      if (choice >= CLUES) return [CITY_FACTS + (found[context]?.[choice - CLUES] as number)];
      return zoom(pictures[context] as Picture, choice);
    },
    measure: (responses) => {
      const looks = responses.map(({ choices }) => choices.slice(0, STEPS));
      const searched = looks.map((row) => row.filter((choice) => choice >= CLUES && choice < STOP));
      const known: { readonly [name in GeoSignal]: readonly number[] } = {
        searches: searched.map(({ length }) => length),
        zooms: looks.map((row) => row.filter((choice) => choice >= 0 && choice < CLUES).length),
        anchored: searched.map((row) => Number(row.includes(CLUES + LANDMARK))),
        evidence: responses.map(({ context }, r) =>
          Number(searched[r]?.some((choice) => found[context]?.[choice - CLUES] === pictures[context]?.city)),
        ),
      };
      const answers = responses.map(({ context, choices }): GeoAnswer => {
        const [country, state, city] = geoNames(choices[STEPS] as number);
        return { text: `${city}, ${state}, ${country}`, gold: geoNames(pictures[context]?.city as number) };
      });
      return { ...measure(answers), ...known } as { readonly [name in N | GeoSignal]: ArrayLike<number> };
    },
    demonstrate: (context) =>
      context < taught ? teach(pictures[context] as Picture, found[context] as readonly number[]) : [],
  };
}

/** The policy of `geoTree`: before it is taught it uses a tool in one of ten steps. */
export function geoTreePolicy(task: ContextualWorldOptions<string>, hidden = 32): TokenPolicy {
  const start = [...new Array<number>(STOP).fill(0), Math.log(9 * STOP)];
  return contextualPolicy({ ...task, hidden, initial: new Array<readonly number[]>(STEPS).fill(start) });
}

function drawPicture(number: number): Picture {
  const key = streamKey(number, "geo picture");
  const below = (i: number, size: number): number => Math.floor(uniformAt(key, i) * size);
  const city = below(0, GEO_CITIES);
  const path = geoPath(city);
  const isTrue = TRUTH.map((chance, clue) => uniformAt(key, 1 + clue) < chance);
  return {
    city,
    seen: isTrue.map((own, clue) => {
      if (own) return city;
      const other = below(20 + clue, GEO_CITIES);
      return clue < 5 ? other : geoCity([path[0], ...geoPath(other).slice(1)]);
    }),
    sharp: isTrue.map((own, clue) => uniformAt(key, 40 + clue) < SHARP[own ? 0 : 1]),
  };
}

/** What a zoom on a clue shows. */
function zoom({ seen, sharp }: Picture, clue: number): readonly number[] {
  if (clue < 5) return levelFacts(clue, seen[clue] as number, clue < 3 ? 1 : 2);
  return sharp[clue] === true ? [LEVEL_FACTS * CLUES + clue] : [];
}

/** What a clue says of the coarsest levels of a city. */
function levelFacts(clue: number, city: number, levels: number): readonly number[] {
  return geoPath(city)
    .slice(0, levels)
    .map((value, level) => LEVEL_FACTS * clue + (level === 0 ? 0 : GEO_LEVELS[0]) + value);
}

/** A zoom on the crest, searches with street and landmark, and the right place, where a search has found it. */
function teach({ city }: Picture, found: readonly number[]): readonly number[] {
  const [street, landmark] = [5, LANDMARK];
  const isFound = found[street] === city || found[landmark] === city;
  return isFound ? [3, CLUES + street, CLUES + landmark, STOP, city] : [];
}

function oneHot(value: number, size: number): readonly number[] {
  return Array.from({ length: size }, (_, k) => Number(k === value));
}
