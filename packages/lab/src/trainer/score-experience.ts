import { type Conclusion, concludeBatch, type ProgramState, type Runtime, runTerms } from "@guerdon/core/engine";
import { RewardError } from "@guerdon/core/error";
import type { Program } from "@guerdon/core/program";
import type { Layout, Signal } from "@guerdon/core/signal";
import { END, type Experience } from "./experience.ts";

/** What a program makes of the episodes of an update. */
export interface ExperienceScores extends Conclusion {
  readonly layout: Layout;
  readonly terms: ReadonlyMap<string, { readonly signal: Signal }>;
  /** [N·T] advantages, whatever their level. */
  readonly stepAdvantages: Float64Array;
}

/**
 * Where the episodes of an update lie: a rollout ends where an episode does, and after the last step of a copy.
 *
 * ```ts doctest
 * import { episodeLayout } from "@guerdon/lab/trainer";
 * [...episodeLayout({ count: 2, steps: 3, ends: Uint8Array.of(0, 1, 0, 0, 0, 2) }).stepOffsets] // => [0, 2, 3, 6]
 * ```
 */
export function episodeLayout(
  { count, steps, ends }: Pick<Experience, "count" | "steps" | "ends">,
  groupSize?: number,
): Layout {
  const offsets = [0];
  for (let at = 1; at <= count * steps; at++) if (ends[at - 1] !== END.none || at % steps === 0) offsets.push(at);
  const rollouts = offsets.length - 1;
  return {
    groupOf: Int32Array.from({ length: rollouts }, (_, r) => (groupSize === undefined ? 0 : Math.floor(r / groupSize))),
    stepOffsets: Int32Array.from(offsets),
    tokenOffsets: new Int32Array(rollouts + 1),
  };
}

/** The signals a program's terms may be named after. */
function experienceSignals(experience: Experience, layout: Layout): ReadonlyMap<string, Signal> {
  const signals = new Map<string, Signal>();
  const { rewards, values } = experience;
  const columns = Object.entries({ ...experience.signals, reward: rewards, values });
  for (const [name, column] of columns) signals.set(name, present("step", column));
  return signals.set("bootstrap", present("rollout", bootstraps(experience, layout)));
}

/**
 * Scores the episodes of an update by a program.
 *
 * @throws RewardError GUERDON_PROGRAM when a term reads rollouts and is not named after a signal
 */
export async function scoreExperience(
  program: Program,
  experience: Experience,
  moment: { readonly step: number; readonly state: ProgramState; readonly groupSize?: number | undefined },
  runtime: Runtime,
): Promise<ExperienceScores> {
  const layout = episodeLayout(experience, moment.groupSize);
  const known = experienceSignals(experience, layout);
  const signals = new Map<string, Signal>();
  let open = 0;
  for (const { name, body } of program.terms) {
    const signal = known.get(name);
    if (signal !== undefined) signals.set(name, signal);
    else if (body.kind === "source" || body.kind === "function") throw foreignTerm(name, [...known.keys()]);
    else open++;
  }
  const batch = { rollouts: [], layout, step: moment.step };
  if (open > 0) {
    const results = await runTerms(program.terms, batch, { ...runtime, state: moment.state }, signals);
    for (const [name, { signal }] of results) signals.set(name, signal);
  }
  const conclusion = concludeBatch(program, signals, batch, { state: moment.state });
  const terms = new Map([...signals].map(([name, signal]) => [name, { signal }]));
  return { ...conclusion, layout, terms, stepAdvantages: atSteps(conclusion.advantages, layout) };
}

/** What each rollout is still worth after its last step: nothing at an end of the task. */
function bootstraps({ steps, ends, cutValues, lastValues }: Experience, { stepOffsets }: Layout): Float64Array {
  const out = new Float64Array(stepOffsets.length - 1);
  for (let r = 0; r < out.length; r++) {
    const last = (stepOffsets[r + 1] as number) - 1;
    if (ends[last] === END.truncated) out[r] = cutValues[last] as number;
    else if (ends[last] === END.none) out[r] = lastValues[Math.floor(last / steps)] as number;
  }
  return out;
}

function atSteps({ level, values }: Signal, { stepOffsets }: Layout): Float64Array {
  if (level === "step") return values;
  const out = new Float64Array(stepOffsets.at(-1) as number);
  for (let r = 0; r < values.length; r++) out.fill(values[r] as number, stepOffsets[r], stepOffsets[r + 1]);
  return out;
}

function present(level: "step" | "rollout", values: Float64Array): Signal {
  return { level, values, present: new Uint8Array(values.length).fill(1) };
}

function foreignTerm(name: string, known: readonly string[]): RewardError {
  return new RewardError(
    "GUERDON_PROGRAM",
    `Expected \`${name}\` to be a signal of the environment: ${known.join(", ")}.`,
    {
      hint: "Name the term after a signal, or make it of terms that are.",
      details: { name, known },
    },
  );
}
