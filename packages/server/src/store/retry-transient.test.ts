import { describe, expect, it } from "vitest";
import { retryTransient } from "./retry-transient.ts";
import { isTransient, storeError } from "./store-error.ts";

describe("retryTransient", () => {
  const lost = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

  it("goes on after a lost connection, and stops at any other failure and in time", async () => {
    let calls = 0;
    const third = async (): Promise<number> => {
      if (++calls < 3) throw lost;
      return calls;
    };
    expect(await retryTransient(third, 10_000)).toBe(3);
    const refused = Object.assign(new Error("no such table"), { code: "42P01" });
    let others = 0;
    await expect(
      retryTransient(async () => {
        others++;
        throw refused;
      }, 10_000),
    ).rejects.toBe(refused);
    expect(others).toBe(1);
    await expect(retryTransient(() => Promise.reject(lost), 0)).rejects.toBe(lost);
  });

  it.each([
    ["57P01", true],
    ["40P01", true],
    ["08006", true],
    ["ECONNRESET", true],
    ["23505", false],
    ["22P05", false],
  ])("takes %s as worth another attempt: %s", (code, expected) => {
    expect(isTransient(Object.assign(new Error("x"), { code }))).toBe(expected);
  });

  it("says what failed, and whether to try again", () => {
    const error = storeError("the store to keep scores", lost);
    expect([error.message, error.hint, error.details]).toMatchInlineSnapshot(`
      [
        "Expected the store to keep scores, got: connect ECONNREFUSED.",
        "See that the database runs and has room; nothing was kept, and the same call may be made again.",
        {
          "retryable": true,
          "sqlState": "ECONNREFUSED",
        },
      ]
    `);
  });
});
