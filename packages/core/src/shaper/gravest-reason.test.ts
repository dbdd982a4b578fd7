import { describe, expect, it } from "vitest";
import { abstained, failed, type Missing, SignalBuilder, UNEXPLAINED } from "../signal/index.ts";
import { gravestReason } from "./gravest-reason.ts";

const [none, wrong, judge, sandbox] = [
  abstained("no answer"),
  failed("candidate", "unreadable"),
  failed("judge", "timed out"),
  failed("sandbox", "out of memory"),
];

function reasonOf(...reasons: readonly Missing[]): Missing {
  const builder = new SignalBuilder("rollout", reasons.length + 1);
  builder.set(0, 1);
  reasons.forEach((reason, i) => {
    builder.miss(i + 1, reason);
  });
  return gravestReason(builder.build(), 0, reasons.length + 1);
}

describe("gravestReason", () => {
  it("is the gravest, wherever it stands", () => {
    expect([reasonOf(none, wrong), reasonOf(wrong, none)]).toEqual([wrong, wrong]);
    expect([reasonOf(none, judge, wrong), reasonOf(wrong, judge)]).toEqual([judge, judge]);
  });

  it("of two as grave is the same in either order", () => {
    expect(reasonOf(judge, sandbox)).toEqual(reasonOf(sandbox, judge));
    expect(reasonOf(sandbox, judge)).toEqual(judge);
  });

  it("is unexplained where nothing is missing", () => {
    expect(reasonOf()).toEqual(UNEXPLAINED);
  });
});
