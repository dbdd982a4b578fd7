import { streamKey, uniformAt } from "@guerdon/core/random";

/** 130 §Experiment: countries, states of each, cities of each. */
export const GEO_LEVELS = [6, 3, 4] as const;
const [COUNTRIES, STATES, CITIES] = GEO_LEVELS;
export const GEO_CITIES: number = COUNTRIES * STATES * CITIES;

const LANDS = ["Arvia", "Belmor", "Corsania", "Dunland", "Estria", "Fallow"] as const;
const PARTS = ["Upper", "Middle", "Lower"] as const;
const ONSETS = ["Al", "Bre", "Cor", "Dra", "Fen", "Gol", "Har", "Ist", "Kel", "Lor", "Mar", "Tol"] as const;
const ENDINGS = ["ville", "ton", "grad", "burg", "port", "mouth"] as const;

/** Country, state of the country and city of the state, each from 0, of city 0 … 71. */
export function geoPath(city: number): readonly [country: number, state: number, city: number] {
  const state = Math.floor(city / CITIES);
  return [Math.floor(state / STATES), state % STATES, city % CITIES];
}

/** The city of a path. */
export function geoCity([country, state, city]: readonly number[]): number {
  return ((country as number) * STATES + (state as number)) * CITIES + (city as number);
}

/**
 * Names of a city from coarse to fine: country, state, city.
 *
 * ```ts doctest
 * import { geoNames } from "@guerdon/lab/world";
 * geoNames(71) // => ["Fallow", "Lower Fallow", "Tolmouth"]
 * ```
 */
export function geoNames(city: number): readonly [country: string, state: string, city: string] {
  const [country, state] = geoPath(city);
  const perCountry = STATES * CITIES;
  const land = LANDS[country] as string;
  return [land, `${PARTS[state]} ${land}`, `${ONSETS[city % perCountry]}${ENDINGS[country]}`];
}

/** What a picture shows: three things of a country, two of a state, and of a city a street, a shop and a landmark. */
export const GEO_CLUES = ["side", "sign", "plate", "crest", "hills", "street", "shop", "landmark"] as const;
export type GeoClue = (typeof GEO_CLUES)[number];

/** The word by which a clue of a city is written: the same for all cities that share what it shows. */
export function geoWord(clue: number, city: number): string {
  const [country, state] = geoPath(city);
  const of = clue < 3 ? country : clue < 5 ? country * STATES + state : city;
  return `${GEO_CLUES[clue]}${of}`;
}

/**
 * 200 sentences, each of one city: two of every city that tell what can be seen there, and 56 that tell it of another one.
 *
 * @paper 130 §Experiment (a corpus of 200 sentences with noise)
 */
export function geoCorpus(): readonly { readonly city: number; readonly text: string }[] {
  const key = streamKey(0, "geo corpus");
  const about = (city: number, seen: number, clues: readonly number[]) => ({
    city,
    text: `${geoNames(city)[2]} is known for ${clues.map((clue) => geoWord(clue, seen)).join(" and ")}.`,
  });
  const cities = Array.from({ length: GEO_CITIES }, (_, city) => city);
  const wrong = Array.from({ length: 200 - 2 * GEO_CITIES }, (_, k) => {
    const [city, seen] = [0, 1].map((side) => Math.floor(uniformAt(key, 3 * k + side) * GEO_CITIES)) as [
      number,
      number,
    ];
    return about(city, seen, [5 + Math.floor(uniformAt(key, 3 * k + 2) * 3)]);
  });
  return [
    ...cities.map((city) => about(city, city, [0, 1, 3, 5])),
    ...cities.map((city) => about(city, city, [2, 4, 6, 7])),
    ...wrong,
  ];
}
