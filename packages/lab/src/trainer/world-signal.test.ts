import { outcomeAt, SignalBuilder } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { worldSignal } from "./world-signal.ts";

describe("worldSignal", () => {
  it("abstains where there is no world", () => {
    const out = new SignalBuilder("step", 2);
    void worldSignal({}).score({}, out, {} as never, {} as never);
    const signal = out.build();
    expect([0, 1].map((i) => outcomeAt(signal, i))).toEqual(
      [0, 1].map(() => ({ kind: "abstained", reason: "no world offers it" })),
    );
  });

  it("is at the level that is asked for", () => {
    expect((["rollout", "step", "token"] as const).map((level) => worldSignal({ level }).level)).toEqual([
      "rollout",
      "step",
      "token",
    ]);
  });
});
