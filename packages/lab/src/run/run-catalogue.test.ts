import { describe, expect, it } from "vitest";
import { runCatalogue } from "./run-catalogue.ts";

describe("runCatalogue", () => {
  const all = runCatalogue();

  it("has a line for everything, of at most 100 characters and its own", () => {
    expect(all.filter(({ summary }) => summary.length < 10 || summary.length > 100)).toEqual([]);
    expect(new Set(all.map(({ summary }) => summary)).size).toBe(all.length);
    expect(new Set(all.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(all.length);
    const count = (kind: string): number => all.filter((entry) => entry.kind === kind).length;
    expect(count("environment")).toBeGreaterThanOrEqual(32);
    expect(count("agent")).toBeGreaterThanOrEqual(12);
  });

  it("says the options beside a name", () => {
    const pendulum = all.find(({ name }) => name === "pendulum");
    expect(pendulum?.options).toMatchObject({
      properties: { copies: { default: 8, type: "integer", minimum: 1, maximum: 65_536 }, timeLimit: { minimum: 1 } },
    });
  });
});
