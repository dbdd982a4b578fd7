import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { RewardError } from "@guerdon/core/error";
import type { Transitions } from "./transitions.ts";

/** An episode as a line of JSON: one observation more than actions. */
interface Episode {
  readonly obs: readonly (readonly number[])[];
  readonly acts: readonly (number | readonly number[])[];
  readonly rews: readonly number[];
  readonly terminal: boolean;
}

export interface ReadTransitionsOptions {
  /** Steps after which the environment cuts episodes off: an end there is none of the task. */
  readonly maxSteps?: number;
  /** Episodes to read, from the first. Default all. */
  readonly episodes?: number;
}

/**
 * Reads episodes from lines of JSON `{ obs, acts, rews, terminal }`, gzipped where the name ends in `.gz`.
 *
 * @throws RewardError GUERDON_FILE when a line is not such an episode, with its number
 */
export function readTransitions(file: string, options: ReadTransitionsOptions = {}): Transitions {
  const bytes = readFileSync(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return parseTransitions(text, options);
}

/**
 * Episodes from lines of JSON.
 *
 * @throws RewardError GUERDON_FILE when a line is not an episode, with its number
 *
 * ```ts doctest
 * import { parseTransitions } from "@guerdon/lab/dataset";
 * parseTransitions('{"obs":[[1],[2]],"acts":[0],"rews":[5],"terminal":true}').nextObservations[0] // => 2
 * ```
 */
export function parseTransitions(text: string, { maxSteps, episodes }: ReadTransitionsOptions = {}): Transitions {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const read = lines.slice(0, episodes).map(episodeOf);
  const first = read[0];
  if (first === undefined) throw new RewardError("GUERDON_FILE", "Expected at least one episode, got none.");
  const observationWidth = (first.obs[0] as readonly number[]).length;
  const actionWidth = [first.acts[0]].flat().length;
  const count = read.reduce((sum, { acts }) => sum + acts.length, 0);
  const columns = {
    observations: new Float32Array(count * observationWidth),
    actions: new Float32Array(count * actionWidth),
    rewards: new Float64Array(count),
    nextObservations: new Float32Array(count * observationWidth),
    ends: new Uint8Array(count),
    offsets: new Int32Array(read.length + 1),
  };
  let at = 0;
  for (const [e, { obs, acts, rews, terminal }] of read.entries()) {
    for (const [t, action] of acts.entries()) {
      columns.observations.set(obs[t] as readonly number[], at * observationWidth);
      columns.nextObservations.set(obs[t + 1] as readonly number[], at * observationWidth);
      columns.actions.set([action].flat(), at * actionWidth);
      columns.rewards[at] = rews[t] as number;
      at++;
    }
    const isEnd = terminal && (maxSteps === undefined || acts.length < maxSteps);
    columns.ends[at - 1] = isEnd ? 1 : 2;
    columns.offsets[e + 1] = at;
  }
  return { count, observationWidth, actionWidth, ...columns };
}

function episodeOf(line: string, index: number): Episode {
  let episode: Partial<Episode>;
  try {
    episode = JSON.parse(line) as Partial<Episode>;
  } catch {
    throw wrongLine(index, "text that is not JSON");
  }
  const { obs, acts, rews } = episode;
  if (!Array.isArray(obs) || !Array.isArray(acts) || !Array.isArray(rews)) throw wrongLine(index, "no such lists");
  const fits = acts.length > 0 && obs.length === acts.length + 1 && rews.length === acts.length;
  if (!fits) throw wrongLine(index, `${obs.length} observations, ${acts.length} actions and ${rews.length} rewards`);
  return episode as Episode;
}

function wrongLine(index: number, got: string): RewardError {
  return new RewardError(
    "GUERDON_FILE",
    `Expected line ${index + 1} to be an episode with \`obs\`, \`acts\` and \`rews\`, one observation more than the rest, got ${got}.`,
    { details: { line: index + 1 } },
  );
}
