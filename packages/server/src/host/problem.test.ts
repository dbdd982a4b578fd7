import { RewardError } from "@guerdon/core/error";
import { describe, expect, it } from "vitest";
import { problemOf } from "./problem.ts";

describe("problemOf", () => {
  it("tells a client what it did", () => {
    const error = new RewardError("GUERDON_KEY_REUSED", "Expected a new key, got an old one.", { hint: "Make one." });
    expect(problemOf(error, "r1")).toEqual({
      type: "urn:guerdon:error:GUERDON_KEY_REUSED",
      title: "An idempotency key was used for two different requests.",
      status: 409,
      code: "GUERDON_KEY_REUSED",
      detail: "Expected a new key, got an old one.",
      hint: "Make one.",
      cause: "r1",
    });
  });

  it.each([
    new Error("ENOENT: /srv/secret"),
    new RewardError("GUERDON_STORE", "Expected /srv/secret to be open.", { hint: "/srv/secret" }),
    new RewardError("GUERDON_FILE", "Expected /srv/secret, got none."),
    "/srv/secret",
    undefined,
  ])("tells nothing of the server's own troubles: %s", (error) => {
    const problem = problemOf(error, "r2");
    expect([problem.status >= 500, problem.cause]).toEqual([true, "r2"]);
    expect(JSON.stringify(problem)).not.toContain("secret");
  });
});
