import { describe, expect, it } from "vitest";
import { pruneRegularly } from "./prune-regularly.ts";

describe("pruneRegularly", () => {
  it("asks at once for what is older than it keeps, and tells what was removed or failed", async () => {
    const limits: Date[] = [];
    const told: unknown[] = [];
    const results = [Promise.resolve(["old"]), Promise.resolve([]), Promise.reject(new Error("gone"))];
    for (const result of results) {
      const prune = ({ before }: { before: Date }): Promise<readonly string[]> => {
        limits.push(before);
        return result;
      };
      pruneRegularly({ prune }, 60_000, (removed, error) => told.push([removed, error]))();
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual([
      [["old"], undefined],
      [[], new Error("gone")],
    ]);
    for (const limit of limits) expect(Math.abs(Date.now() - 60_000 - limit.getTime())).toBeLessThan(30_000);
  });
});
