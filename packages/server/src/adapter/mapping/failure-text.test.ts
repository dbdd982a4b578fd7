import { RewardError } from "@guerdon/core/error";
import { abstained, failed } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { failureText, missingText } from "./failure-text.ts";

const HERE = new URL(import.meta.url).pathname;

describe("what a client may know", () => {
  it("is whose fault it is and why, without files of the server", () => {
    expect(missingText(abstained("no call"))).toBe("abstained: no call");
    expect(missingText(failed("sandbox", `cannot open ${HERE}`))).toBe("failed (sandbox): cannot open …");
  });

  it("is the message of an error of ours, and nothing of any other", () => {
    const error = new RewardError("GUERDON_FILE", `Expected \`${HERE}\` to be readable.`);
    expect(failureText(error)).toBe("GUERDON_FILE: A file cannot be read or written.");
    const busy = new RewardError("GUERDON_BUSY", "Expected at most 10 waiting requests, got 11.");
    expect(failureText(busy)).toBe("GUERDON_BUSY: Expected at most 10 waiting requests, got 11.");
    expect([new Error(HERE), HERE, undefined].map(failureText)).toEqual(Array(3).fill("The score could not be made."));
  });
});
