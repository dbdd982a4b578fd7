import type { RowCheck, VerifierCheck } from "@guerdon/verify/catalogue";
import { describe, expect, it } from "vitest";
import { checkSummary, formatCheck } from "./index.ts";

const row = (title: string, rest: Partial<RowCheck> = {}): RowCheck => ({
  kind: "gold",
  title,
  verdict: "passed",
  expected: 1,
  got: 1,
  ...rest,
});
const ENGINE = { engine: "bubblewrap", why: "/usr/bin/bwrap is not installed", install: "apt-get install bubblewrap" };
const PASSED: VerifierCheck = {
  name: "json",
  domain: "json",
  verdict: "passed",
  rows: [row("a"), row("b")],
  absent: [],
};
const FAILED: VerifierCheck = {
  name: "number",
  domain: "number",
  verdict: "failed",
  rows: [
    row("a"),
    row("one digit off", { kind: "near miss", verdict: "failed", expected: 0 }),
    row("no gold", { verdict: "failed", expected: [0, 1], why: "Expected one number. ".repeat(9) }),
  ],
  absent: [],
};
const ABSENT: VerifierCheck = {
  name: "unit-tests",
  domain: "code",
  verdict: "absent",
  rows: [row("a"), row("b", { verdict: "absent" }), row("c", { verdict: "absent" })],
  absent: [ENGINE],
};

describe("formatCheck", () => {
  it("shows what failed and what is absent, in 100 columns", () => {
    const text = [PASSED, FAILED, ABSENT, { ...PASSED, verdict: "failed", rows: [] } as const]
      .map((check) => formatCheck(check, 10))
      .join("");
    expect(text).toMatchInlineSnapshot(`
      "json        passed  2 rows  (json)
      number      failed  1 of 3 rows, 2 failed  (number)
        near miss "one digit off": expected 0, got 1
        gold "no gold": expected [0,1], got no value: Expected one number. Expected one number. Expected …
      unit-tests  absent  1 of 3 rows, 2 absent  (code)
        bubblewrap: /usr/bin/bwrap is not installed
        apt-get install bubblewrap
      json        failed  no rows  (json)
      "
    `);
    expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });

  it("names an absent engine only where a row needs it", () => {
    expect(formatCheck({ ...PASSED, absent: [ENGINE] }, 4)).toBe("json  passed  2 rows  (json)\n");
  });
});

describe("checkSummary", () => {
  it("counts verdicts", () => {
    expect(checkSummary([PASSED, FAILED, ABSENT, ABSENT])).toBe(
      "4 verifiers: 1 passed, 1 failed, 2 without an engine.\n",
    );
    expect(checkSummary([PASSED])).toBe("1 verifier: 1 passed, 0 failed, 0 without an engine.\n");
  });
});
