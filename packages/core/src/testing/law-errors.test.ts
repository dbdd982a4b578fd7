import { describe, expect, it } from "vitest";
import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { type AnyFactory, defineShaper } from "../piece/index.ts";
import { clip } from "../shaper/index.ts";
import { type LawSettings, lawsOf } from "./index.ts";

function errorOf(run: () => unknown): object {
  try {
    run();
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    return { code: error.code, message: error.message, hint: error.hint };
  }
  throw new Error("Expected an error, got none.");
}

const skipping = (...skip: NonNullable<LawSettings["skip"]>) =>
  errorOf(() => lawsOf(clip, { options: { min: 0 }, skip }));

describe("errors of laws", () => {
  it("name the law a skip may have meant, and ask for a reason", () => {
    expect(skipping({ law: "stays in range", reason: "x" })).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_LAW",
        "hint": "Did you mean \`stays in its range\`?",
        "message": "Expected \`skip\` to name a law of \`shaper/clip@1\`, got "stays in range".",
      }
    `);
    expect(skipping({ law: "stays in its range", reason: " " })).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_LAW",
        "hint": undefined,
        "message": "Expected \`skip\` to say why "stays in its range" does not hold, got no reason.",
      }
    `);
  });

  it("say that a kind of piece has no laws", () => {
    const explorer = { id: "explorer/x@1", kind: "explorer" } as unknown as AnyFactory;
    expect(errorOf(() => lawsOf(explorer))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_LAW",
        "hint": undefined,
        "message": "Expected a piece of a kind that has laws, got \`explorer/x@1\`.",
      }
    `);
  });

  it("name the law that a piece breaks", () => {
    const lying = defineShaper({
      name: "lying",
      version: 1,
      summary: "Says that it stays in [0, 1].",
      options: z.strictObject({}),
      build: () => ({
        kind: "shaper",
        inputs: [{ name: "of" }],
        range: () => ({ min: 0, max: 0 }),
        trend: () => "unknown",
        apply: ([of]) => of as never,
      }),
    });
    const law = lawsOf(lying).find(({ name }) => name === "stays in its range");
    expect(errorOf(() => law?.check())).toMatchObject({ code: "GUERDON_LAW" });
  });
});
