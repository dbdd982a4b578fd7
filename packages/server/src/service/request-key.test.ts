import { describe, expect, it } from "vitest";
import { type RequestIdentity, requestKey } from "./request-key.ts";
import { answer } from "./service.test-support.ts";

const BASE: RequestIdentity = {
  program: { hash: "p" },
  run: "r",
  step: 3,
  key: undefined,
  rollouts: [answer("a", "g", "4")],
};

describe("requestKey", () => {
  it.each<[string, Partial<RequestIdentity>, boolean]>([
    ["the same again", { rollouts: [answer("a", "g", "4")] }, true],
    ["another text", { rollouts: [answer("a", "g", "5")] }, false],
    ["another id", { rollouts: [answer("b", "g", "4")] }, false],
    ["another step", { step: 4 }, false],
    ["another run", { run: "s" }, false],
    ["no run", { run: undefined }, false],
    ["another version", { program: { hash: "q" } }, false],
    ["a client's key", { key: "k" }, false],
  ])("of content: %s", (_, change, same) => {
    expect(requestKey({ ...BASE, ...change }) === requestKey(BASE)).toBe(same);
  });

  it.each<[string, Partial<RequestIdentity>, boolean]>([
    ["another step, for the run has gone on", { step: 4 }, true],
    ["another run", { run: "s" }, false],
    ["another key", { key: "l" }, false],
  ])("of a client's own: %s", (_, change, same) => {
    const own = { ...BASE, key: "k" };
    expect(requestKey({ ...own, ...change }) === requestKey(own)).toBe(same);
  });
});
