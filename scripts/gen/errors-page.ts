import { CATALOGUE } from "@guerdon/core/error";
import type { Generator } from "./generator.ts";
import { markdownTable } from "./markdown-table.ts";

/** `docs/errors.md`: every error code with what it means. */
export const errorsPage: Generator = () => {
  const rows = Object.entries(CATALOGUE).map(([code, meaning]) => [`\`${code}\``, meaning]);
  const text = `# Error codes

Written by \`npm run gen\`. A code never changes. The message of an error says what was expected and what was got, its
hint what to do next.

${markdownTable(["code", "meaning"], rows)}`;
  return [{ path: "docs/errors.md", text }];
};
