import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";
import type { Described, Generator, Output } from "./generator.ts";
import { hasPage, pagePath } from "./page-path.ts";
import { paperUses, useKey } from "./paper-uses.ts";
import { piecePage } from "./piece-page.ts";
import { piecesIndex } from "./pieces-index.ts";
import { plotsOf } from "./plot/plots-of.ts";
import { readCards } from "./read-cards.ts";
import { makeResolver } from "./resolve-name.ts";

/** `docs/pieces/`: tables of all pieces by kind, and a page with its plots for each. */
export const piecesPages: Generator = ({ described, entries }) => {
  const uses = paperUses(entries, readCards(), makeResolver(entries));
  const pages = described.filter(({ entry }) => hasPage(entry));
  const outputs = pages.flatMap((found) => {
    const presets = entries.filter((entry) => entry.kind === "preset" && entry.aliases[0]?.name === found.entry.use);
    return outputsOf(found, presets, uses.get(useKey(found.entry)) ?? []);
  });
  return [...piecesIndex(entries), ...outputs];
};

function outputsOf(
  found: Described,
  presets: readonly IndexEntry[],
  uses: Parameters<typeof piecePage>[1]["uses"],
): readonly Output[] {
  const path = pagePath(found.entry);
  const { plots, problems } = plotsOf(found);
  for (const problem of problems) console.error(problem);
  const files = plots.map((_, i) => path.replace(/\.md$/, i === 0 ? ".svg" : `-${i + 1}.svg`));
  const shown = plots.map(({ caption }, i) => ({ file: (files[i] as string).split("/").at(-1) as string, caption }));
  return [
    { path, text: piecePage(found, { plots: shown, uses, presets }) },
    ...plots.map(({ svg }, i) => ({ path: files[i] as string, text: svg })),
  ];
}
