import { basename, extname } from "node:path";
import type { Runtime } from "@guerdon/core/engine";
import { RewardError } from "@guerdon/core/error";
import { type AdapterResources, type EnvironmentKind, type RowSet, rewardedEpisode } from "@guerdon/server/adapter";
import { graderModels } from "../program-file/grader-models.ts";
import { library } from "../program-file/library.ts";
import { episodeRows } from "./episode-rows.ts";

export interface ResourceOptions {
  /** Files of rows that environments ask, paid by the served program. */
  readonly rows?: readonly string[];
  /** Environments of the lab: names, or JSON with `use`. */
  readonly environment?: readonly string[];
  readonly maxSessions?: number;
  /** Pairs of `/compare`. */
  readonly compare?: "circular" | "all_pairs";
  /** Model that judges the pairs of `/compare`, at GUERDON_MODEL_URL. */
  readonly compareModel?: string;
}

/** What the protocols of a server need besides programs: rows, environments, graders, models. */
export async function adapterResources(options: ResourceOptions, runtime: Runtime): Promise<AdapterResources> {
  const models = await graderModels();
  const rowSets = await Promise.all((options.rows ?? []).map(rowSetOf));
  const asked = rowSets.map(({ name, rows }) => rewardedEpisode({ name, rows }));
  const played = await labEnvironments(options.environment ?? []);
  const { compareModel: model, compare: strategy = "circular" } = options;
  if (model !== undefined && models === undefined) {
    throw new RewardError("GUERDON_USAGE", "Expected GUERDON_MODEL_URL beside `--compare-model`, got none.", {
      hint: "Set it to the URL of a server that speaks OpenAI's chat completions.",
    });
  }
  const judge = model === undefined || models === undefined ? {} : { judge: { chat: models.chat, model } };
  return {
    environments: distinct([...asked, ...played]),
    rowSets,
    graders: { library, runtime, ...(models === undefined ? {} : { models }) },
    comparison: { strategy, ...judge },
    ...(options.maxSessions === undefined ? {} : { maxSessions: options.maxSessions }),
  };
}

/** The lab is loaded for those who play it alone. */
async function labEnvironments(names: readonly string[]): Promise<readonly EnvironmentKind[]> {
  if (names.length === 0) return [];
  const { labEnvironment } = await import("./lab-environment.ts");
  return Promise.all(names.map(labEnvironment));
}

async function rowSetOf(path: string): Promise<RowSet> {
  return { name: basename(path, extname(path)), rows: await episodeRows(path) };
}

function distinct(kinds: readonly EnvironmentKind[]): readonly EnvironmentKind[] {
  const names = kinds.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return kinds;
  throw new RewardError("GUERDON_USAGE", `Expected environments of different names, got \`${twice}\` twice.`);
}
