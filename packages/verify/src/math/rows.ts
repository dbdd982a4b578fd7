import type { DomainRows } from "../catalogue/verifier-rows.ts";

const UNITS = { units: "required" };
const TENTH = { absolute: 0.1 };

export const rows: DomainRows = {
  math: {
    gold: [
      {
        title: "an integral, for the symbolic engine",
        fields: { text: "\\boxed{\\int_0^1 x\\,dx}", expected: "\\frac{1}{2}" },
        value: 1,
      },
      {
        title: "a fraction and its decimal",
        fields: { text: "So $x = \\boxed{\\frac{3}{4}}$.", expected: "0.75" },
        value: 1,
      },
      {
        title: "an expression in another form",
        fields: { text: "\\boxed{(x+1)^2}", expected: "x^2 + 2x + 1" },
        value: 1,
      },
      {
        title: "an identity of sine and cosine",
        fields: { text: "\\boxed{\\sin^2(x) + \\cos^2(x) + x}", expected: "x + 1" },
        value: 1,
      },
      { title: "a set in another order", fields: { text: "\\boxed{\\{2, -1\\}}", expected: "\\{-1, 2\\}" }, value: 1 },
      {
        title: "one of two accepted answers",
        fields: { text: "The answer is $\\sqrt{8}$.", expected: ["3", "2\\sqrt{2}"] },
        value: 1,
      },
      {
        title: "the unit agrees",
        fields: { text: "\\boxed{5\\text{ cm}}", expected: "5 cm" },
        options: UNITS,
        value: 1,
      },
      { title: "within the tolerance", fields: { text: "\\boxed{3.2}", expected: "3.14" }, options: TENTH, value: 1 },
    ],
    nearMisses: [
      {
        title: "the integral of the square",
        fields: { text: "\\boxed{\\int_0^1 x^2\\,dx}", expected: "\\frac{1}{2}" },
        value: 0,
      },
      {
        title: "the fraction upside down",
        fields: { text: "So $x = \\boxed{\\frac{4}{3}}$.", expected: "0.75" },
        value: 0,
      },
      { title: "one coefficient", fields: { text: "\\boxed{(x+1)^2}", expected: "x^2 + x + 1" }, value: 0 },
      {
        title: "one sign of it",
        fields: { text: "\\boxed{\\sin^2(x) - \\cos^2(x) + x}", expected: "x + 1" },
        value: 0,
      },
      { title: "an open end for a closed one", fields: { text: "\\boxed{[0, 1)}", expected: "[0, 1]" }, value: 0 },
      { title: "a pair in the other order", fields: { text: "\\boxed{(2, -1)}", expected: "(-1, 2)" }, value: 0 },
      { title: "a root rounded", fields: { text: "\\boxed{1.41}", expected: "\\sqrt{2}" }, value: 0 },
      { title: "another unit", fields: { text: "\\boxed{5\\text{ m}}", expected: "5 cm" }, options: UNITS, value: 0 },
      { title: "beyond the tolerance", fields: { text: "\\boxed{3.25}", expected: "3.14" }, options: TENTH, value: 0 },
    ],
  },
};
