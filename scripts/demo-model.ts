// Trains the small language model that `guerdon demo` starts from, and writes its weights: npx tsx --conditions @guerdon/source scripts/demo-model.ts

import { advantages } from "@guerdon/core/advantage";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram } from "@guerdon/core/program";
import { loadTokenModel } from "@guerdon/lab/run";
import { adamw, writeSafetensors } from "@guerdon/lab/tensor";
import { startTokenRun, worldSignal } from "@guerdon/lab/trainer";
import { DEMO_MODEL } from "../packages/cli/src/demo/demo-model.ts";

const { world, policy } = await loadTokenModel(DEMO_MODEL);
const { updates, batch, learningRate } = DEMO_MODEL.warmStart;
const program = compileProgram(
  {
    reward: "none",
    terms: { correct: { use: "world-signal", level: "rollout" } },
    total: "correct",
    advantage: "group-relative",
  } as never,
  makeLibrary([worldSignal, ...advantages]),
);
const run = await startTokenRun(
  {
    world,
    policy,
    program,
    objective: {},
    optimiser: adamw(),
    learningRate: 0,
    updates: 0,
    prompts: 16,
    perPrompt: 2,
    maxGradientNorm: 1,
    warmStart: { updates, batch, learningRate },
  },
  DEMO_MODEL.seed,
);
while (run.updates < run.end) {
  const metrics = await run.update();
  if (run.updates % 50 === 0) console.log(run.updates, metrics["warmStart.loss"], (await run.evaluate(256)).correct);
}
writeSafetensors("packages/cli/data/demo-model.safetensors", run.parameters(), {
  made: "scripts/demo-model.ts",
  warmStart: JSON.stringify(DEMO_MODEL.warmStart),
  seed: String(DEMO_MODEL.seed),
});
run.close();
