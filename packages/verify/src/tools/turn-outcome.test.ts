import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { turnOutcome } from "./index.ts";

describe("turn-outcome", () => {
  it("tells fine, failed, unreadable, empty and wordy steps apart", () => {
    const steps = [
      { action: "[f(a=1)]", meta: { results: ["7"] } },
      { action: "[f(a=1)]", meta: { results: ["Error: no"] } },
      { action: "[f(a=]" },
      { action: " " },
      { action: "words" },
      { action: { content: null, tool_calls: [{ function: { name: "f", arguments: "{}" } }] } },
    ];
    const out: number[] = [];
    const source = turnOutcome();
    source.score({ steps: [steps] }, { set: (i: number, v: number) => (out[i] = v) } as never, AWAITING, {
      stepOffsets: Int32Array.of(0, 6),
    } as never);
    expect(out).toEqual([0.1, -0.1, -0.2, -0.5, 0, 0.1]);
  });
});
