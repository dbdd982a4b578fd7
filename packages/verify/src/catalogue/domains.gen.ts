// Written by `npm run gen` from the folders of this package.
import type { Domain } from "./domain.ts";

/** Every folder that has sources, rows or engines. */
export const DOMAINS: readonly Domain[] = [
  {
    name: "cad",
    sources: async () => (await import("../cad/index.ts")).cadSources,
    rows: async () => (await import("../cad/rows.ts")).rows,
    engines: async () => (await import("../cad/engines.ts")).engines,
  },
  {
    name: "code",
    sources: async () => (await import("../code/index.ts")).codeSources,
    rows: async () => (await import("../code/rows.ts")).rows,
    engines: async () => (await import("../code/engines.ts")).engines,
  },
  {
    name: "document",
    sources: async () => (await import("../document/index.ts")).documentSources,
    rows: async () => (await import("../document/rows.ts")).rows,
    engines: async () => (await import("../document/engines.ts")).engines,
  },
  {
    name: "format",
    sources: async () => (await import("../format/index.ts")).formatSources,
    rows: async () => (await import("../format/rows.ts")).rows,
  },
  {
    name: "geo",
    sources: async () => (await import("../geo/index.ts")).geoSources,
    rows: async () => (await import("../geo/rows.ts")).rows,
  },
  {
    name: "geometry",
    sources: async () => (await import("../geometry/index.ts")).geometrySources,
    rows: async () => (await import("../geometry/rows.ts")).rows,
  },
  {
    name: "graph",
    sources: async () => (await import("../graph/index.ts")).graphSources,
    rows: async () => (await import("../graph/rows.ts")).rows,
  },
  {
    name: "gui",
    sources: async () => (await import("../gui/index.ts")).guiSources,
    rows: async () => (await import("../gui/rows.ts")).rows,
  },
  {
    name: "instruction",
    sources: async () => (await import("../instruction/index.ts")).instructionSources,
    rows: async () => (await import("../instruction/rows.ts")).rows,
    engines: async () => (await import("../instruction/engines.ts")).engines,
  },
  {
    name: "json",
    sources: async () => (await import("../json/index.ts")).jsonSources,
    rows: async () => (await import("../json/rows.ts")).rows,
    engines: async () => (await import("../json/engines.ts")).engines,
  },
  {
    name: "language",
    sources: async () => (await import("../language/index.ts")).languageSources,
    rows: async () => (await import("../language/rows.ts")).rows,
    engines: async () => (await import("../language/engines.ts")).engines,
  },
  {
    name: "math",
    sources: async () => (await import("../math/index.ts")).mathSources,
    rows: async () => (await import("../math/rows.ts")).rows,
    engines: async () => (await import("../math/engines.ts")).engines,
  },
  {
    name: "number",
    sources: async () => (await import("../number/index.ts")).numberSources,
    rows: async () => (await import("../number/rows.ts")).rows,
  },
  {
    name: "optimisation",
    sources: async () => (await import("../optimisation/index.ts")).optimisationSources,
    rows: async () => (await import("../optimisation/rows.ts")).rows,
  },
  {
    name: "plan",
    sources: async () => (await import("../plan/index.ts")).planSources,
    rows: async () => (await import("../plan/rows.ts")).rows,
  },
  {
    name: "puzzle",
    sources: async () => (await import("../puzzle/index.ts")).puzzleSources,
    rows: async () => (await import("../puzzle/rows.ts")).rows,
  },
  {
    name: "ranking",
    sources: async () => (await import("../ranking/index.ts")).rankingSources,
    rows: async () => (await import("../ranking/rows.ts")).rows,
  },
  {
    name: "recorded",
    sources: async () => (await import("../recorded/index.ts")).recordedSources,
    rows: async () => (await import("../recorded/rows.ts")).rows,
  },
  {
    name: "rtl",
    sources: async () => (await import("../rtl/index.ts")).rtlSources,
    rows: async () => (await import("../rtl/rows.ts")).rows,
    engines: async () => (await import("../rtl/engines.ts")).engines,
  },
  {
    name: "sandbox",
    engines: async () => (await import("../sandbox/engines.ts")).engines,
  },
  {
    name: "similarity",
    sources: async () => (await import("../similarity/index.ts")).similaritySources,
    rows: async () => (await import("../similarity/rows.ts")).rows,
  },
  {
    name: "sql",
    sources: async () => (await import("../sql/index.ts")).sqlSources,
    rows: async () => (await import("../sql/rows.ts")).rows,
    engines: async () => (await import("../sql/engines.ts")).engines,
  },
  {
    name: "text",
    sources: async () => (await import("../text/index.ts")).textSources,
    rows: async () => (await import("../text/rows.ts")).rows,
    engines: async () => (await import("../text/engines.ts")).engines,
  },
  {
    name: "tools",
    sources: async () => (await import("../tools/index.ts")).toolSources,
    rows: async () => (await import("../tools/rows.ts")).rows,
  },
  {
    name: "web",
    sources: async () => (await import("../web/index.ts")).webSources,
    rows: async () => (await import("../web/rows.ts")).rows,
    engines: async () => (await import("../web/engines.ts")).engines,
  },
];
