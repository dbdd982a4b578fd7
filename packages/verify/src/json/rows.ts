import type { DomainRows } from "../catalogue/verifier-rows.ts";

const MENDED = { parse: "repaired", fenced: true, root: "object" };
const FIRST_NAME = { path: "items.0.name" };
const ORDER = {
  type: "object",
  required: ["id", "count"],
  properties: { id: { type: "string", pattern: "^[A-Z]{2}\\d+$" }, count: { type: "integer", minimum: 1 } },
  additionalProperties: false,
};
const DATE = { type: "string", format: "date" };
const FORMATS = { formats: true };

export const rows: DomainRows = {
  json: {
    gold: [
      { title: "keys in another order", fields: { text: '{"b": 2, "a": [1]}', expected: { a: [1], b: 2 } }, value: 1 },
      { title: "any JSON where nothing is expected", fields: { text: " null " }, value: 1 },
      { title: "mended in a fence", fields: { text: "```json\n{a: 1,}\n```" }, options: MENDED, value: 1 },
      {
        title: "the value at a path",
        fields: { text: '{"items": [{"name": "x"}]}', expected: "x" },
        options: FIRST_NAME,
        value: 1,
      },
    ],
    nearMisses: [
      { title: "a comma too many", fields: { text: '{"b": 2, "a": [1],}', expected: { a: [1], b: 2 } }, value: 0 },
      { title: "a number as text", fields: { text: '{"b": "2", "a": [1]}', expected: { a: [1], b: 2 } }, value: 0 },
      { title: "a list in another order", fields: { text: "[2, 1]", expected: [1, 2] }, value: 0 },
      { title: "a word after the value", fields: { text: "null." }, value: 0 },
      {
        title: "a list where an object is asked for",
        fields: { text: "```json\n[{a: 1,}]\n```" },
        options: MENDED,
        value: 0,
      },
      {
        title: "the name stands in the second item",
        fields: { text: '{"items": [{}, {"name": "x"}]}', expected: "x" },
        options: FIRST_NAME,
        value: 0,
      },
    ],
  },
  "json-schema": {
    gold: [
      { title: "an order", fields: { text: '{"id": "AB12", "count": 1}', schema: ORDER }, value: 1 },
      { title: "1.0 is an integer", fields: { text: '{"count": 1.0, "id": "AB1"}', schema: ORDER }, value: 1 },
      { title: "a leap day", fields: { text: '"2024-02-29"', schema: DATE }, options: FORMATS, value: 1 },
    ],
    nearMisses: [
      { title: "one below the minimum", fields: { text: '{"id": "AB12", "count": 0}', schema: ORDER }, value: 0 },
      { title: "a letter in small", fields: { text: '{"id": "Ab12", "count": 1}', schema: ORDER }, value: 0 },
      { title: "a field too many", fields: { text: '{"id": "AB12", "count": 1, "n": 1}', schema: ORDER }, value: 0 },
      { title: "a field too few", fields: { text: '{"id": "AB12"}', schema: ORDER }, value: 0 },
      { title: "no leap day that year", fields: { text: '"2023-02-29"', schema: DATE }, options: FORMATS, value: 0 },
    ],
  },
};
