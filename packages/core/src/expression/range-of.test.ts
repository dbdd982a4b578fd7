import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flatLayout } from "../signal/layout.ts";
import { outcomeAt, fullSignal } from "../signal/signal.ts";
import { expressions, NAMES } from "./arbitrary-expression.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import { formatExpression } from "./format-expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { rangeOf } from "./range-of.ts";

const bound = fc.oneof(fc.constantFrom(-1, 0, 1, 0.5, 3), fc.double({ min: -50, max: 50, noNaN: true }));
const box = fc.tuple(...NAMES.map(() => fc.tuple(bound, bound)));
const places = fc.array(fc.tuple(...NAMES.map(() => fc.double({ min: 0, max: 1, noNaN: true }))), { minLength: 8, maxLength: 8 });

describe("rangeOf", () => {
  it("holds every value, and names every place where there may be none", () => {
    fc.assert(
      fc.property(expressions, box, places, (e, ends, points) => {
        const ranges = new Map(NAMES.map((n, k) => [n, { min: Math.min(...ends[k]!), max: Math.max(...ends[k]!) }]));
        const signals = new Map(
          NAMES.map((n, k) => {
            const { min, max } = ranges.get(n)!;
            return [n, fullSignal("rollout", points.map((p) => Math.min(max, min + p[k]! * (max - min))))];
          }),
        );
        const { range, hazards } = rangeOf(e, ranges);
        const signal = evaluateExpression(e, signals, flatLayout([points.length]));
        for (let i = 0; i < signal.values.length; i++) {
          const o = outcomeAt(signal, i);
          const slack = 1e-9 * Math.max(1, o.kind === "scored" ? Math.abs(o.value) : 0);
          const fine = o.kind === "scored" ? range.min - slack <= o.value && o.value <= range.max + slack : hazards.length > 0;
          if (!fine) throw new Error(`${formatExpression(e)} gave ${JSON.stringify(o)} outside ${JSON.stringify(range)}`);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
