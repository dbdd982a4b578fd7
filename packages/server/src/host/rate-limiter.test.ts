import { describe, expect, it } from "vitest";
import { HandClock } from "../service/service.test-support.ts";
import { RateLimiter } from "./rate-limiter.ts";

describe("RateLimiter", () => {
  it("lets twice the rate through at once, then the rate, each client for itself", () => {
    const clock = new HandClock();
    const limiter = new RateLimiter(2, () => clock.now());
    const taken = (client: string, tries: number): number => {
      let count = 0;
      for (let i = 0; i < tries; i++) {
        try {
          limiter.take(client);
          count++;
        } catch {}
      }
      return count;
    };
    expect(taken("a", 10)).toBe(4);
    expect(taken("b", 3)).toBe(3);
    clock.pass(500);
    expect([taken("a", 10), taken("b", 10)]).toEqual([1, 2]);
    clock.pass(60_000);
    expect(taken("a", 10)).toBe(4);
    expect(() => limiter.take("a")).toThrow("Expected at most 2 requests a second, got more.");
  });
});
