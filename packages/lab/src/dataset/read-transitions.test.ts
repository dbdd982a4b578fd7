import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parseTransitions, readTransitions } from "./read-transitions.ts";

const TWO = [
  {
    obs: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    acts: [[0.5], [-0.5]],
    rews: [10, 20],
    terminal: true,
  },
  {
    obs: [
      [7, 8],
      [9, 10],
    ],
    acts: [[1]],
    rews: [30],
    terminal: false,
  },
]
  .map((episode) => JSON.stringify(episode))
  .join("\n");

describe("parseTransitions", () => {
  it("lays episodes end to end, each observation with the next", () => {
    const read = parseTransitions(TWO);
    expect(read).toEqual({
      count: 3,
      observationWidth: 2,
      actionWidth: 1,
      observations: Float32Array.of(1, 2, 3, 4, 7, 8),
      actions: Float32Array.of(0.5, -0.5, 1),
      rewards: Float64Array.of(10, 20, 30),
      nextObservations: Float32Array.of(3, 4, 5, 6, 9, 10),
      ends: Uint8Array.of(0, 1, 2),
      offsets: Int32Array.of(0, 2, 3),
    });
  });

  it("takes an end at the environment's limit of steps for none of the task", () => {
    expect([...parseTransitions(TWO, { maxSteps: 2 }).ends]).toEqual([0, 2, 2]);
    expect([...parseTransitions(TWO, { maxSteps: 3 }).ends]).toEqual([0, 1, 2]);
  });

  it("reads so many episodes", () => {
    expect(parseTransitions(TWO, { episodes: 1 }).count).toBe(2);
  });

  it("says which line is wrong", () => {
    const messageOf = (text: string): string => {
      try {
        parseTransitions(text);
      } catch (error) {
        return (error as Error).message;
      }
      return "";
    };
    expect(messageOf("")).toMatchInlineSnapshot(`"Expected at least one episode, got none."`);
    expect(messageOf(`${TWO}\n{"obs"`)).toMatchInlineSnapshot(
      `"Expected line 3 to be an episode with \`obs\`, \`acts\` and \`rews\`, one observation more than the rest, got text that is not JSON."`,
    );
    expect(messageOf('{"obs":[[1]],"acts":[1],"rews":[1]}')).toMatchInlineSnapshot(
      `"Expected line 1 to be an episode with \`obs\`, \`acts\` and \`rews\`, one observation more than the rest, got 1 observations, 1 actions and 1 rewards."`,
    );
    expect(messageOf("[]")).toMatchInlineSnapshot(
      `"Expected line 1 to be an episode with \`obs\`, \`acts\` and \`rews\`, one observation more than the rest, got no such lists."`,
    );
  });
});

describe("readTransitions", () => {
  it("reads files, gzipped or not", () => {
    const folder = mkdtempSync(join(tmpdir(), "transitions-"));
    writeFileSync(join(folder, "a.jsonl"), TWO);
    writeFileSync(join(folder, "a.jsonl.gz"), gzipSync(TWO));
    expect(readTransitions(join(folder, "a.jsonl"))).toEqual(parseTransitions(TWO));
    expect(readTransitions(join(folder, "a.jsonl.gz"))).toEqual(parseTransitions(TWO));
    rmSync(folder, { recursive: true });
  });
});
