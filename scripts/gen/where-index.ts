import type { Generator } from "./generator.ts";

const PATH = "packages/cli/src/where/index.gen.ts";

/** The index that `guerdon where` searches. */
export const whereIndex: Generator = ({ entries }) => {
  const lines = entries.map((entry) => `  ${JSON.stringify(entry)},`);
  const text = `// Written by \`npm run gen\`.
import type { IndexEntry } from "./index-entry.ts";

/** Everything that can be found: pieces, presets, then the other public exports. */
export const INDEX: readonly IndexEntry[] = [
${lines.join("\n")}
];
`;
  return [{ path: PATH, text }];
};
