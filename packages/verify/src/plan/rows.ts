import type { DomainRows } from "../catalogue/verifier-rows.ts";

const OUT =
  '{"kind":"move","from":"Rome","to":"Florence","start":"2026-03-01T09:00","end":"2026-03-01T11:00","cost":40}';
const SEE =
  '{"kind":"visit","place":"Uffizi","city":"Florence","start":"2026-03-01T12:00","end":"2026-03-01T14:00","cost":20}';
const BACK =
  '{"kind":"move","from":"Florence","to":"Rome","start":"2026-03-01T18:00","end":"2026-03-01T20:00","cost":40}';
const trip = (...items: readonly string[]): string => `[${items.join(",")}]`;
const DEMANDS = { origin: "Rome", destination: "Rome", budget: 100, hours: { Uffizi: ["09:00", "18:00"] } };
const NIGHT = '[{"kind":"visit","place":"Bar","start":"2026-03-01T23:30","end":"2026-03-02T01:30"}]';
const FLIGHTS = [
  {
    flights: [
      { number: "LH 12", price: 80 },
      { number: "LH 14", price: 95 },
    ],
  },
  "The museum opens at 09:00.",
];

export const rows: DomainRows = {
  itinerary: {
    gold: [
      { title: "there and back on one day", fields: { text: trip(OUT, SEE, BACK), demands: DEMANDS }, value: 1 },
      {
        title: "over midnight in a bar that closes at two",
        fields: { text: NIGHT, demands: { hours: { Bar: ["18:00", "02:00"] } } },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "arrives a minute after the visit begins",
        fields: { text: trip(OUT.replace("11:00", "12:01"), SEE, BACK), demands: DEMANDS },
        value: 0,
      },
      { title: "no way back", fields: { text: trip(OUT, SEE), demands: DEMANDS }, value: 0 },
      {
        title: "a visit in a city that was left",
        fields: { text: trip(OUT, BACK.replace("18:00", "11:10").replace("20:00", "11:50"), SEE), demands: DEMANDS },
        value: 0,
      },
      {
        title: "a cent over the budget",
        fields: { text: trip(OUT, SEE.replace("20}", "20.01}"), BACK), demands: DEMANDS },
        value: 0,
      },
      {
        title: "a bar that closes at one",
        fields: { text: NIGHT, demands: { hours: { Bar: ["18:00", "01:00"] } } },
        value: 0,
      },
    ],
  },
  "grounded-claims": {
    gold: [
      {
        title: "a flight that was found",
        fields: { text: '[{"number": "LH 12", "price": 80}]', observations: FLIGHTS },
        value: 1,
      },
      {
        title: "a fact of a text, cited",
        fields: { text: '[{"opens": "09:00", "source": 1}]', observations: FLIGHTS },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "the price of the other flight",
        fields: { text: '[{"number": "LH 12", "price": 95}]', observations: FLIGHTS },
        value: 0,
      },
      {
        title: "one flight that was found and one that was not",
        fields: { text: '[{"number": "LH 12"}, {"number": "LH 13"}]', observations: FLIGHTS },
        value: 0,
      },
      {
        title: "cites the other observation",
        fields: { text: '[{"opens": "09:00", "source": 0}]', observations: FLIGHTS },
        value: 0,
      },
      { title: "no claim", fields: { text: "[]", observations: FLIGHTS }, value: 0 },
    ],
  },
};
