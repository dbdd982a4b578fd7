import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Generator } from "./generator.ts";
import { ROOT } from "./repository.ts";

const FOLDER = "packages/verify/src";

/** `domains.gen.ts`: each folder of `verify` that has sources, rows or engines, and how they are imported. */
export const verifierDomains: Generator = () => {
  const domains = readdirSync(join(ROOT, FOLDER), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => {
      const members = membersOf(name);
      return members.length === 0 ? [] : [`  {\n    name: "${name}",\n${members.join("")}  },\n`];
    });
  const text = `// Written by \`npm run gen\` from the folders of this package.
import type { Domain } from "./domain.ts";

/** Every folder that has sources, rows or engines. */
export const DOMAINS: readonly Domain[] = [\n${domains.join("")}];\n`;
  return [{ path: `${FOLDER}/catalogue/domains.gen.ts`, text }];
};

function membersOf(folder: string): readonly string[] {
  const has = (file: string): boolean => existsSync(join(ROOT, FOLDER, folder, file));
  const sources = has("index.ts")
    ? sourcesName(readFileSync(join(ROOT, FOLDER, folder, "index.ts"), "utf8"))
    : undefined;
  const member = (name: string, file: string, value: string): string =>
    `    ${name}: async () => (await import("../${folder}/${file}")).${value},\n`;
  return [
    ...(sources === undefined ? [] : [member("sources", "index.ts", sources)]),
    ...(has("rows.ts") ? [member("rows", "rows.ts", "rows")] : []),
    ...(has("engines.ts") ? [member("engines", "engines.ts", "engines")] : []),
  ];
}

/** The name of the exported list of sources: `textSources`. */
function sourcesName(index: string): string | undefined {
  return /\b[a-z]\w*Sources\b/u.exec(index)?.[0];
}
