import type { TokenPolicy } from "@guerdon/lab/policy";
import { adamw, type HostTree } from "@guerdon/lab/tensor";
import { createSupervisedLearner, demonstrationLeakage, type SupervisedStage } from "@guerdon/lab/trainer";
import type { TokenWorld } from "@guerdon/lab/world";
import { createLastMade } from "./last-made.ts";
import type { Measured, RunArm } from "./recipe.ts";

/** A stage as an arm says it: with the options of its world. */
export interface StageSettings<W> extends Omit<SupervisedStage, "world"> {
  readonly world: W;
}

/** What an arm says of learning from demonstrations in two stages. */
export interface SupervisedTrainingSettings<W> {
  readonly pretraining: StageSettings<W>;
  /** Absent: none. */
  readonly tuning?: StageSettings<W>;
  /** Worlds whose demonstrations the policy is asked for at the end: the chance of each is a metric of its name. */
  readonly probes: { readonly [metric: string]: W };
  /** Probes whose answers must not be in the demonstrations of the last stage: the share that has them is `leakage`. */
  readonly apart: readonly string[];
  /** Prompts of a probe. */
  readonly asked: number;
}

/** Arms that differ in tuning alone begin with the same policy. */
const pretrained = createLastMade<HostTree>();

/** Pre-training, fine-tuning and probes; world and policy are made here of what an arm says. */
export function supervisedTraining<W>(made: {
  world(options: W): TokenWorld;
  policy(): TokenPolicy;
}): RunArm<SupervisedTrainingSettings<W>> {
  return async ({ pretraining, tuning, probes, apart, asked }, seed) => {
    const stageOf = ({ world, ...stage }: StageSettings<W>): SupervisedStage => ({
      ...stage,
      world: made.world(world),
    });
    const first = stageOf(pretraining);
    const settings = { world: first.world, policy: made.policy(), optimiser: adamw(), maxGradientNorm: 1 };
    const learner = await createSupervisedLearner(settings, seed);
    const start = await pretrained([pretraining, seed], async () => {
      learner.learn(first);
      return learner.save();
    });
    learner.restore(start);
    const last = tuning === undefined ? first : stageOf(tuning);
    if (tuning !== undefined) learner.learn(last);
    const worlds = Object.entries(probes).map(([name, options]) => [name, made.world(options)] as const);
    const measured: Measured = Object.fromEntries(
      worlds.map(([name, world]) => [name, learner.chanceOf(world, asked)]),
    );
    learner.close();
    const others = worlds.filter(([name]) => apart.includes(name)).map(([, world]) => world);
    return { ...measured, leakage: demonstrationLeakage(last.world, others, last.rows ?? asked) };
  };
}
