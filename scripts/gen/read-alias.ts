import type { IndexAlias } from "../../packages/cli/src/where/index-entry.ts";

/**
 * Reads an `@alias` tag: `NAME`, `NNN:NAME` for the meaning of one card, with settings after ` = `.
 */
export function readAlias(text: string): IndexAlias {
  const at = text.search(/\s=\s/);
  const [left, settings] = at === -1 ? [text.trim(), undefined] : [text.slice(0, at).trim(), text.slice(at + 3).trim()];
  const [, card, name = left] = /^(\d{3}):\s*(.+)$/.exec(left) ?? [];
  return {
    name: unquoted(name),
    ...(card === undefined ? {} : { card }),
    ...(settings === undefined || settings === "" ? {} : { settings }),
  };
}

function unquoted(name: string): string {
  return name.replace(/^(["'`])(.*)\1$/, "$2");
}
