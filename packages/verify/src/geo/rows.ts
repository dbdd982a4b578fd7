import type { DomainRows } from "../catalogue/verifier-rows.ts";

const PARIS = [48.8566, 2.3522];
const NEAR = { thresholdsKm: [3] };
const PLACE = ["France", "Île-de-France", "Paris"];
const STATES = { base: 3, levels: 2 };
const TEXAS = [["United States", "USA"], "Texas"];

export const rows: DomainRows = {
  "geo-distance": {
    gold: [
      { title: "the place itself", fields: { text: "48.8566, 2.3522", place: PARIS }, value: 1 },
      { title: "rounded, within the first kilometre", fields: { text: "about (48.86, 2.35)", place: PARIS }, value: 1 },
      {
        title: "1.5 km off, within the only threshold",
        fields: { text: "48.87, 2.3522", place: PARIS },
        options: NEAR,
        value: 1,
      },
    ],
    nearMisses: [
      { title: "11 km to the north", fields: { text: "48.9566, 2.3522", place: PARIS }, value: 4 / 5 },
      { title: "west for east: 344 km", fields: { text: "48.8566, -2.3522", place: PARIS }, value: 2 / 5 },
      { title: "longitude first", fields: { text: "2.3522, 48.8566", place: PARIS }, value: 0 },
      { title: "a third number", fields: { text: "1 place: 48.8566, 2.3522", place: PARIS }, value: 0 },
      {
        title: "3.3 km off, beyond the only threshold",
        fields: { text: "48.8866, 2.3522", place: PARIS },
        options: NEAR,
        value: 0,
      },
    ],
  },
  "nested-match": {
    gold: [
      { title: "the city", fields: { text: "It is Paris.", expected: PLACE }, value: 4 },
      {
        title: "in small letters, without accents",
        fields: { text: "paris, ile-de-france", expected: PLACE },
        value: 4,
      },
      {
        title: "the finest of two levels",
        fields: { text: "somewhere in Texas", expected: TEXAS },
        options: STATES,
        value: 3,
      },
    ],
    nearMisses: [
      { title: "the region of another city", fields: { text: "Versailles, Île-de-France", expected: PLACE }, value: 2 },
      { title: "another city of the country", fields: { text: "Lyon, France", expected: PLACE }, value: 1 },
      { title: "a longer word", fields: { text: "a Parisian café", expected: PLACE }, value: 0 },
      {
        title: "the country by its other name",
        fields: { text: "Houston, USA", expected: TEXAS },
        options: STATES,
        value: 1,
      },
    ],
  },
};
