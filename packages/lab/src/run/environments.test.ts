import { describe, expect, it } from "vitest";
import { environments } from "./environments.ts";
import { gameEnvironments } from "./game-environments.ts";
import { makeNamed } from "./named.ts";
import { taskEnvironments } from "./task-environments.ts";

/** What an environment cannot do without. */
const NEEDED: { readonly [name: string]: object } = {
  "lifelong-paths": { map: ["....", "...."], agents: 2 },
  "quest-grid": { map: ["SKDG"] },
};

describe("environments", () => {
  it.each(Object.keys({ ...gameEnvironments, ...taskEnvironments }))(
    "makes %s by its name and steps it",
    async (name) => {
      const environment = await makeNamed(
        "environment",
        environments,
        { use: name, copies: 2, ...NEEDED[name] },
        undefined,
      );
      const { action } = environment;
      const width = action.kind === "discrete" ? 1 : action.kind === "box" ? action.low.length : action.sizes.length;
      environment.step(new Float64Array(2 * width));
      expect(environment.count).toBe(2);
      expect([...environment.rewards].every(Number.isFinite)).toBe(true);
    },
  );

  it("hands options on, and refuses unknown ones", async () => {
    const make = (used: { readonly use: string }) => makeNamed("environment", environments, used, undefined);
    const pennies = await make({ use: "matrix-game", game: "matching-pennies", opponent: [1, 0], copies: 1 } as never);
    pennies.step([1]);
    expect(pennies.rewards[0]).toBe(-1);
    const room = await make({ use: "key-room", view: "number", copies: 1 } as never);
    expect(room.observation.kind).toBe("discrete");
    await expect(make({ use: "lane-traffic", brakes: 1 } as never)).rejects.toThrow(/Unrecognized key/);
  });
});
