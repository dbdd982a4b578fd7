import type { Engine } from "../catalogue/engine.ts";
import { packageEngine } from "../catalogue/package-engine.ts";
import { chromiumCommand, INSTALL } from "./chromium-command.ts";

/** The browser, for sources of this folder and of others. */
export function chromiumEngine(verifiers: readonly string[]): Engine {
  const absent = async (): Promise<string | undefined> => {
    const command = chromiumCommand("");
    return typeof command === "string" ? command : undefined;
  };
  return { name: "chromium", install: INSTALL, verifiers, absent };
}

/** What pages are rendered and measured with. */
export const engines: readonly Engine[] = [
  chromiumEngine(["page-layout", "accessibility", "screenshot-match", "html-structure"]),
  packageEngine("axe-core", "4.14.0", ["accessibility"]),
  packageEngine("pixelmatch", "7.2.0", ["screenshot-match"]),
  packageEngine("pngjs", "7.0.0", ["screenshot-match"]),
];
