import { describe, expect, it } from "vitest";
import { symbolicVerdict } from "./index.ts";

const ask = (gold: string, candidate: string) => symbolicVerdict({ gold, candidate, options: {} });

describe("symbolicVerdict", () => {
  it.each([
    ["\\frac12", "\\int_0^1 x\\,dx", "equal"],
    ["\\int_0^1 x\\,dx", "\\frac13", "different"],
    ["1", "\\lim_{x\\to 0}\\frac{\\sin x}{x}", "equal"],
    ["2", "\\lim_{x\\to 0}\\frac{\\sin x}{x}", "different"],
  ])("%s against %s is %s", async (gold, candidate, kind) => {
    expect((await ask(gold, candidate)).kind).toBe(kind);
  });

  it("returns what the bounded rules decide without loading the engine", async () => {
    expect(await ask("1/2", "0.5")).toEqual({ kind: "equal", reason: "same number" });
    expect(await ask("1/2", "9^{9^{9^9}}")).toMatchObject({ kind: "refused", side: "candidate" });
  });

  it("counts against the answer what the engine cannot read or show of the answer", async () => {
    expect((await ask("\\int_0^1 x\\,dx", "\\int h(x)\\,dx")).kind).toBe("different");
  });

  it("throws, for the engine to blame itself, when it cannot compare with the gold", async () => {
    await expect(ask("\\int f(x)\\,dx", "\\int g(x)\\,dx")).rejects.toThrow(
      "The symbolic engine cannot compare with the gold `\\int f(x)\\,dx`, which has no value.",
    );
  });
});
