import type { Engine } from "../catalogue/engine.ts";
import { backends } from "./choose-backend.ts";

/** What runs programs of each language. */
const VERIFIERS = {
  python: ["unit-tests", "stdin-stdout", "code-coverage", "debug-trace", "progress-markers", "speed-ratio"],
  javascript: ["unit-tests"],
  typescript: ["unit-tests"],
  shell: ["stdin-stdout"],
} as const;

export const engines: readonly Engine[] = backends.map(({ name, install, languages, absent }) => ({
  name,
  install,
  verifiers: [...new Set(languages.flatMap((language) => VERIFIERS[language]))],
  absent,
}));
