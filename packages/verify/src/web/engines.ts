import type { Engine } from "../catalogue/engine.ts";
import { chromiumCommand, INSTALL } from "./chromium-command.ts";

const PAGES = ["page-layout", "accessibility", "screenshot-match", "html-structure", "slide-deck"] as const;

async function importable(load: () => Promise<unknown>, name: string): Promise<string | undefined> {
  try {
    await load();
    return undefined;
  } catch {
    return `${name} is not installed`;
  }
}

/** What pages are rendered and measured with. */
export const engines: readonly Engine[] = [
  {
    name: "chromium",
    install: INSTALL,
    verifiers: PAGES,
    absent: async () => {
      const command = chromiumCommand("");
      return typeof command === "string" ? command : undefined;
    },
  },
  {
    name: "axe-core",
    install: "npm install axe-core@4.14.0",
    verifiers: ["accessibility"],
    absent: () => importable(() => import("axe-core"), "axe-core"),
  },
  {
    name: "pixelmatch",
    install: "npm install pixelmatch@7.2.0 pngjs@7.0.0",
    verifiers: ["screenshot-match"],
    absent: () => importable(() => Promise.all([import("pixelmatch"), import("pngjs")]), "pixelmatch or pngjs"),
  },
];
