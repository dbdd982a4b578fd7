import { groupRelative } from "@guerdon/core/advantage";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram } from "@guerdon/core/program";
import { failureReplay } from "@guerdon/core/sampler";
import { describe, expect, it } from "vitest";
import { adamw } from "../tensor/index.ts";
import { contextualPolicy, contextualWorld } from "../world/index.ts";
import { promptReplay } from "./prompt-replay.ts";
import { startTokenRun } from "./token-run.ts";
import { worldSignal } from "./world-signal.ts";

/** Twelve contexts; those from 8 on are never right. */
const task = { contexts: Array.from({ length: 12 }, (_, c) => [c / 12]), training: 12, heads: [2] };

async function training(sampler = failureReplay({ rate: 0.5, maxVisits: 5 })) {
  const asked: number[][] = [];
  const inner = contextualWorld({
    ...task,
    measure: (responses) => {
      asked.push(responses.filter((_, r) => r % 2 === 0).map(({ context }) => context));
      return { right: responses.map(({ context, uniform }) => Number(context < 8 && uniform(0) < 2)) };
    },
  });
  const replay = promptReplay(inner, { seed: 3, sampler, signal: "right" });
  const program = compileProgram(
    {
      reward: "test",
      terms: { right: { use: "world-signal", level: "rollout" } },
      total: "right",
      advantage: { use: "group-relative" },
    },
    makeLibrary([worldSignal, groupRelative]),
  );
  const run = replay.follow(
    await startTokenRun(
      {
        world: replay.world,
        policy: contextualPolicy({ ...task, hidden: 2 }),
        program,
        optimiser: adamw(),
        learningRate: 0.01,
        updates: 40,
        prompts: 4,
        perPrompt: 2,
        objective: {},
      },
      3,
    ),
  );
  return { run, asked };
}

describe("promptReplay", () => {
  it("asks failed prompts again until they are given up", async () => {
    const { run, asked } = await training();
    for (let i = 0; i < 40; i++) await run.update();
    const share = (from: number, to: number): number => {
      const all = asked.slice(from, to).flat();
      return all.filter((context) => context >= 8).length / all.length;
    };
    expect(share(2, 10)).toBeGreaterThan(0.4);
    // Each of the four is tried five times more and then forgotten: 4 of 12 come by themselves.
    expect(share(25, 40)).toBeLessThan(share(2, 10));
  });

  it("goes on bit by bit after save and restore", async () => {
    const first = await training();
    for (let i = 0; i < 6; i++) await first.run.update();
    const saved = first.run.save();
    for (let i = 0; i < 6; i++) await first.run.update();
    const second = await training();
    second.run.restore(saved);
    for (let i = 0; i < 6; i++) await second.run.update();
    expect(second.asked).toEqual(first.asked.slice(6));
  });

  it("refuses a sampler without a memory", async () => {
    const blind = { ...failureReplay() } as { adaptive?: unknown };
    delete blind.adaptive;
    await expect(training(blind as never)).rejects.toThrow("that remembers");
  });
});
