import { abstained, failed } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { publicMissing, withoutPaths } from "./public-missing.ts";

describe("withoutPaths", () => {
  it.each([
    ["ENOENT: no such file, open '/srv/guerdon/x.json'", "ENOENT: no such file, open '…'"],
    ["at file:///srv/a/b.ts:12:3", "at …"],
    ["Cannot find /a", "Cannot find /a"],
    ["and/or 1/2 5 m/s", "and/or 1/2 5 m/s"],
    ["GET https://judge.example/v1/chat failed", "GET https://judge.example/v1/chat failed"],
  ])("of %s", (text, expected) => {
    expect(withoutPaths(text)).toBe(expected);
  });
});

describe("publicMissing", () => {
  it("leaves what the candidate wrote and abstentions as they are", () => {
    const own = failed("candidate", "cat /etc/passwd/x failed");
    expect([publicMissing(own), publicMissing(abstained("no /a/b"))]).toEqual([own, abstained("no /a/b")]);
    expect(publicMissing(failed("engine", "no /a/b"))).toMatchObject({ reason: "no …", blame: "engine" });
  });
});
