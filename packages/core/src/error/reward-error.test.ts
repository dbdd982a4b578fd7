import { describe, expect, it } from "vitest";
import { CATALOGUE, RewardError } from "./index.ts";

describe("RewardError", () => {
  it("carries code, message, hint, details and cause", () => {
    const cause = new Error("disk");
    const error = new RewardError("GUERDON_FILE", "Expected a file, got none.", {
      hint: "Make one.",
      details: { path: "a.jsonl" },
      cause,
    });
    expect({ ...error, message: error.message, cause: error.cause, text: String(error) }).toEqual({
      name: "RewardError",
      code: "GUERDON_FILE",
      hint: "Make one.",
      details: { path: "a.jsonl" },
      message: "Expected a file, got none.",
      cause,
      text: "RewardError: Expected a file, got none.",
    });
    expect(error).toBeInstanceOf(Error);
  });

  it("has no hint, no details and no cause of its own accord", () => {
    const error = new RewardError("GUERDON_FILE", "x");
    expect([error.hint, error.details, "cause" in error]).toEqual([undefined, {}, false]);
  });

  it("is recognised by another copy of the module, and recognises that copy's", async () => {
    const second = "./reward-error.ts?second-copy";
    const copy = (await import(second)) as typeof import("./index.ts");
    expect(copy.RewardError).not.toBe(RewardError);
    const [ours, theirs] = [new RewardError("GUERDON_FILE", "x"), new copy.RewardError("GUERDON_FILE", "x")];
    expect(theirs).not.toBeInstanceOf(RewardError);
    expect([RewardError.is(theirs), copy.RewardError.is(ours)]).toEqual([true, true]);
  });

  it.each([
    ["an error", new Error("x")],
    ["an object that looks like one", { name: "RewardError", code: "GUERDON_FILE", message: "x" }],
    ["null", null],
    ["nothing", undefined],
    ["a text", "GUERDON_FILE"],
    ["a function", RewardError],
  ])("does not take %s for one", (_, value) => {
    expect(RewardError.is(value)).toBe(false);
  });
});

describe("CATALOGUE", () => {
  it("names codes in one form and explains each in a sentence of its own", () => {
    const entries = Object.entries(CATALOGUE);
    expect(entries.filter(([code, text]) => !/^GUERDON(_[A-Z]+)+$/.test(code) || !/^[A-Z].*\.$/.test(text))).toEqual(
      [],
    );
    expect(new Set(entries.map(([, text]) => text)).size).toBe(entries.length);
  });
});
