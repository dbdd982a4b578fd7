import type { Detect } from "./checker.ts";
import { missingEngine } from "./missing-engine.ts";
import { type LanguageProfiles, rankLanguages } from "./rank-languages.ts";

let loading: Promise<Detect> | undefined;

/**
 * Loads the n-gram profiles of the package `langdetect`, once, and returns a detector over them.
 *
 * The published verdicts used langdetect, which draws its n-grams at random; this draws them from a fixed seed.
 *
 * @throws RewardError GUERDON_ENGINE_MISSING when the package is not installed
 */
export function loadDetector(): Promise<Detect> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Detect> {
  const rank = rankLanguages(await languageProfiles());
  const known = new Map<string, string | undefined>();
  return (text) => {
    const key = text.length > 20_000 ? text.slice(0, 20_000) : text;
    if (known.has(key)) return known.get(key);
    if (known.size >= 64) known.clear();
    const language = rank(key);
    known.set(key, language);
    return language;
  };
}

/**
 * The n-gram profiles of the package `langdetect`, by language.
 *
 * @throws RewardError GUERDON_ENGINE_MISSING when the package is not installed
 */
export async function languageProfiles(): Promise<ReadonlyMap<string, LanguageProfiles>> {
  const [{ createRequire }, { readdirSync, readFileSync }, { dirname, join }] = await Promise.all([
    import("node:module"),
    import("node:fs"),
    import("node:path"),
  ]);
  let folder: string;
  try {
    folder = join(dirname(createRequire(import.meta.url).resolve("langdetect/package.json")), "profiles");
  } catch (cause) {
    throw missingEngine("langdetect", cause);
  }
  const profiles = new Map<string, LanguageProfiles>();
  for (const file of readdirSync(folder).sort()) {
    profiles.set(file.replace(/\.json$/u, ""), JSON.parse(readFileSync(join(folder, file), "utf8")));
  }
  return profiles;
}
