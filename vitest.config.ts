import { defineConfig } from "vitest/config";

export default defineConfig({
  ssr: { resolve: { conditions: ["@guerdon/source", "node", "default"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts", "bench/**/*.test.ts"],
    setupFiles: ["tests/property-seed.ts"],
    isolate: false,
    testTimeout: 30_000,
  },
});
