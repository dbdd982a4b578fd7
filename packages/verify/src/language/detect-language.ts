import { missingEngine } from "../instruction/missing-engine.ts";

/** Scores of languages for a text, by ISO 639-1 code, none for a text without letters. */
export type DetectLanguage = (text: string) => ReadonlyMap<string, number>;

/** Longer texts are judged by their beginning. */
const LIMIT_CHARACTERS = 20_000;

let loading: Promise<DetectLanguage> | undefined;

/**
 * Loads the n-grams of the package `eld`, once, and returns a detector of 60 languages over them.
 *
 * @throws RewardError GUERDON_ENGINE_MISSING when the package is not installed
 */
export function loadLanguageDetector(): Promise<DetectLanguage> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<DetectLanguage> {
  let engine: typeof import("eld/large");
  try {
    engine = await import("eld/large");
  } catch (cause) {
    throw missingEngine("eld", cause);
  }
  const { eld } = engine;
  return (text) => {
    const scores = Object.entries(eld.detect(text.slice(0, LIMIT_CHARACTERS)).getScores());
    return new Map(scores.sort(([, a], [, b]) => b - a));
  };
}
