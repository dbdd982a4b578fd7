import { defineConfig } from "vitest/config";
import config from "./vitest.config.ts";

/** What mutation testing runs: the tests of the mutated folders alone. */
export default defineConfig({
  ...config,
  test: { ...config.test, include: ["packages/core/src/{combinator,shaper,advantage}/**/*.test.ts"] },
});
