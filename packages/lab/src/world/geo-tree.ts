import { streamKey, uniformAt } from "@guerdon/core/random";
import { normalAt } from "../tensor/index.ts";
import type { ContextualWorldOptions } from "./contextual-world.ts";

/** Where a photo was said to be, and what is known of it. */
export interface LocatedPhoto {
  /** The final message: city, state and country. */
  readonly text: string;
  /** Gold names, from the country to the city. */
  readonly levels: readonly [country: string, state: string, city: string];
}

export interface GeoTreeOptions<N extends string> {
  readonly photos?: number;
  readonly heldOut?: number;
  /** Photos whose trajectories are there to be cloned. */
  readonly shown?: number;
  /** Further values of answers. */
  measure(photos: readonly LocatedPhoto[]): { readonly [name in N]: ArrayLike<number> };
}

export type GeoTreeSignal = "searches" | "searched" | "zooms" | "anchored" | "found" | "right" | "kilometres";

const [COUNTRIES, STATES, CITIES] = [6, 18, 72] as const;
/** Of each clue: how many values it has, how often it is right, how often a search for it finds the city when it is. */
const CLUES = [
  ...new Array(3).fill([COUNTRIES, 0.85, 0.1]),
  ...new Array(3).fill([STATES, 0.65, 0.4]),
  ...new Array(2).fill([CITIES, 0.4, 0.8]),
] as readonly (readonly [values: number, right: number, finds: number])[];
const STARTS = CLUES.map((_, i) => CLUES.slice(0, i).reduce((sum, [values]) => sum + values, 0));
const RESULTS = CLUES.reduce((sum, [values]) => sum + values, 0);
/** Steps before the answer; choices of a step: zoom in on a clue, search for it, or answer. */
const [STEPS, ANSWER] = [5, 2 * CLUES.length] as const;

interface Photo {
  readonly city: number;
  /** [8] what each clue says. */
  readonly clues: readonly number[];
  /** [8] the city that a search for each finds. */
  readonly finds: readonly number[];
  readonly seen: readonly number[];
}

/**
 * Photos of 72 cities in 18 states of 6 countries, to be placed by zooming in on clues and searching for them.
 *
 * Three clues tell the country (right in 85 %), three the state (65 %), two the city (40 %); at first sight only a blurred
 * first clue is seen. For at most five steps one zooms in on a clue, which reveals what it says, or searches for it,
 * which reveals a city: the right one with chance 0.1, 0.4 and 0.8 where the clue is right, else one of those it leaves open. Then comes the answer.
 *
 * Signals: `searches` and `zooms`; `searched`: 1 with at least one search; `anchored`: searches for a clue that names the gold city;
 * `found`: 1 where a search found it; `right`: the city of the answer; `kilometres` to it on a flat map; and what `measure` gives.
 *
 * @paper 130 §Experiment (6 × 3 × 4 places, 8 noisy clues, at most 6 steps, cloning of 60 trajectories)
 *
 * ```ts doctest
 * import { geoTree } from "@guerdon/lab/world";
 * geoTree({ photos: 1, heldOut: 1, measure: () => ({}) }).heads // => [17, 17, 17, 17, 17, 72]
 * ```
 */
export function geoTree<N extends string>(options: GeoTreeOptions<N>): ContextualWorldOptions<N | GeoTreeSignal> {
  const { photos: count = 600, heldOut = 200, shown = 60, measure } = options;
  const photos = Array.from({ length: count + heldOut }, (_, i) => drawPhoto(i));
  return {
    contexts: photos.map(({ seen }) => seen),
    training: count,
    heads: [...new Array(STEPS).fill(ANSWER + 1), CITIES],
    follows: (_, head, choice) => (head < STEPS && choice === ANSWER ? STEPS : head + 1),
    facts: RESULTS + CITIES,
    reveals: (context, head, choice) => (head === STEPS ? [] : reveal(photos[context] as Photo, choice)),
    measure: (responses) => {
      const read = responses.map(({ context, choices }) => {
        const photo = photos[context] as Photo;
        return { photo, answer: choices[STEPS] as number, steps: choices.slice(0, STEPS).filter((step) => step >= 0) };
      });
      const located = read.map(
        ({ photo, answer }): LocatedPhoto => ({ text: placeOf(answer).join(", "), levels: levelsOf(photo.city) }),
      );
      const known: { readonly [name in GeoTreeSignal]: readonly number[] } = {
        searches: read.map(({ steps }) => searchesOf(steps).length),
        searched: read.map(({ steps }) => Number(searchesOf(steps).length > 0)),
        zooms: read.map(({ steps }) => steps.filter((step) => step < CLUES.length).length),
        anchored: read.map(({ steps, photo }) => anchors(steps, photo).length),
        found: read.map(({ steps, photo }) =>
          Number(searchesOf(steps).some((clue) => photo.finds[clue] === photo.city)),
        ),
        right: read.map(({ answer, photo }) => Number(answer === photo.city)),
        kilometres: read.map(({ answer, photo }) => distance(answer, photo.city)),
      };
      return { ...measure(located), ...known } as { readonly [name in N | GeoTreeSignal]: ArrayLike<number> };
    },
    demonstrate: (context) => (context < shown ? trajectory(photos[context] as Photo, context) : []),
  };
}

function drawPhoto(i: number): Photo {
  const key = streamKey(i, "geo tree");
  const whole = (k: number, size: number): number => Math.floor(size * uniformAt(key, k));
  const city = whole(0, CITIES);
  const clues = CLUES.map(([values, right], c) =>
    uniformAt(key, 1 + c) < right ? Math.floor((city * values) / CITIES) : whole(9 + c, values),
  );
  const finds = clues.map((value, c) => {
    const [values, , chance] = CLUES[c] as (typeof CLUES)[number];
    const inside = CITIES / values;
    const isRight = value === Math.floor(city / inside);
    return isRight && uniformAt(key, 17 + c) < chance ? city : value * inside + whole(25 + c, inside);
  });
  const first = clues[0] as number;
  const seen = Array.from({ length: COUNTRIES }, (_, k) => Number(k === first) + 0.5 * normalAt(key, 40 + k));
  return { city, clues, finds, seen };
}

/** A zoom reveals the value of its clue, a search the city that it finds. */
function reveal({ clues, finds }: Photo, choice: number): readonly number[] {
  if (choice === ANSWER) return [];
  const clue = choice % CLUES.length;
  return choice < CLUES.length
    ? [(STARTS[clue] as number) + (clues[clue] as number)]
    : [RESULTS + (finds[clue] as number)];
}

function searchesOf(steps: readonly number[]): readonly number[] {
  return [...new Set(steps)].filter((step) => step >= CLUES.length && step < ANSWER).map((step) => step - CLUES.length);
}

/** Searches that already name the gold city. */
function anchors(steps: readonly number[], { clues, city }: Photo): readonly number[] {
  return searchesOf(steps).filter((clue) => CLUES[clue]?.[0] === CITIES && clues[clue] === city);
}

/** Looks at a country and a state clue, searches for two, and knows the answer. */
function trajectory({ city }: Photo, context: number): readonly number[] {
  const drawn = (k: number, size: number): number =>
    Math.floor(size * uniformAt(streamKey(context, "geo trajectory"), k));
  return [drawn(0, 3), 3 + drawn(1, 3), CLUES.length + 6 + drawn(2, 2), CLUES.length + 3 + drawn(3, 3), ANSWER, city];
}

function placeOf(city: number): readonly [city: string, state: string, country: string] {
  return [
    `City ${lettersOf(city)}`,
    `State ${lettersOf(Math.floor(city / 4))}`,
    `Country ${lettersOf(Math.floor(city / 12))}`,
  ];
}

function levelsOf(city: number): LocatedPhoto["levels"] {
  const [own, state, country] = placeOf(city);
  return [country, state, own];
}

/** Two letters for a number. */
function lettersOf(number: number): string {
  return `${String.fromCharCode(65 + Math.floor(number / 26))}${String.fromCharCode(97 + (number % 26))}`;
}

/** Cities lie on a map: countries 1000 km apart, states 200, cities 40. */
function distance(a: number, b: number): number {
  const at = (city: number): readonly [number, number] => {
    const [country, state, own] = [Math.floor(city / 12), Math.floor(city / 4) % 3, city % 4];
    return [
      1000 * (country % 3) + 200 * state + 40 * (own % 2),
      1000 * Math.floor(country / 3) + 40 * Math.floor(own / 2),
    ];
  };
  const [[x, y], [u, v]] = [at(a), at(b)];
  return Math.hypot(x - u, y - v);
}
