import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { RewardError } from "@guerdon/core/error";
import { parseProgram } from "@guerdon/core/program";
import type { Json } from "@guerdon/core/signal";
import { type ExperimentSpec, parseExperiment } from "@guerdon/lab/experiment";
import { parse } from "yaml";

/**
 * Reads an experiment from YAML or JSON. A `reward` that is a path is read too, so that the experiment's hash knows
 * what it says.
 *
 * @throws RewardError GUERDON_FILE when a file cannot be read, GUERDON_EXPERIMENT when it is no experiment
 */
export async function loadExperiment(path: string): Promise<ExperimentSpec> {
  const text = await textOf(path, "experiment");
  let json: unknown;
  try {
    json = parse(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new RewardError("GUERDON_EXPERIMENT", `Expected \`${path}\` to be YAML or JSON, got: ${message}`, { cause });
  }
  const spec = parseExperiment(json);
  const folder = dirname(path);
  const arms = Object.entries(spec.arms).map(async ([arm, own]) => [arm, await withReward(own, folder)] as const);
  return {
    ...spec,
    settings: await withReward(spec.settings, folder),
    arms: Object.fromEntries(await Promise.all(arms)),
  };
}

type Settings = ExperimentSpec["settings"];

async function withReward(settings: Settings, folder: string): Promise<Settings> {
  if (typeof settings.reward !== "string") return settings;
  const { spec } = await parseProgram(await textOf(resolve(folder, settings.reward), "reward program"));
  return { ...settings, reward: spec as Json };
}

async function textOf(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new RewardError(
      "GUERDON_FILE",
      `Expected \`${path}\` to be a readable ${what}, got: ${(cause as Error).message}.`,
      {
        hint:
          what === "experiment"
            ? "See examples/experiments for one to start from."
            : "Paths of rewards are relative to the experiment.",
        cause,
      },
    );
  }
}
