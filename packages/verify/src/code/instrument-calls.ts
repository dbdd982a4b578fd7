import { isCallOf } from "./assertions-in.ts";
import { GRAMMARS } from "./code-languages.ts";
import type { CodeTree } from "./code-tree.ts";

/**
 * Puts a mark around each call that is looked for: `load(x)` becomes `MARK(0, load(x))`, which gives on the value and
 * notes that the call came to its end. The rest of the text stays as it is.
 *
 * @param calls - for each marker the names of functions that stand for it
 */
export function instrumentCalls(tree: CodeTree, calls: readonly (readonly string[])[], mark: string): string {
  const { calls: types } = GRAMMARS[tree.language];
  const inserts: { readonly at: number; readonly order: number; readonly text: string }[] = [];
  for (let node = 0; node < tree.types.length; node++) {
    if (!types.includes(tree.types[node] as string)) continue;
    const marker = calls.findIndex((names) => names.some((name) => isCallOf(tree, node, name)));
    if (marker === -1) continue;
    // Of two that end at one place the inner closes first; of two that begin at one place the outer opens first.
    inserts.push({ at: tree.start[node] as number, order: node, text: `${mark}(${marker}, ` });
    inserts.push({ at: tree.end[node] as number, order: -tree.types.length - node, text: ")" });
  }
  inserts.sort((a, b) => a.at - b.at || a.order - b.order);
  let out = "";
  let from = 0;
  for (const { at, text } of inserts) {
    out += tree.text.slice(from, at) + text;
    from = at;
  }
  return out + tree.text.slice(from);
}

/**
 * A program that runs an instrumented one inside, whatever becomes of it, and says by `progress()` which marks it met.
 */
export function progressProgram(instrumented: string, mark: string): string {
  return `_met = []
def _mark(marker, value):
    if marker not in _met:
        _met.append(marker)
    return value
def progress():
    return list(_met)
try:
    exec(compile(${JSON.stringify(instrumented)}, "<program>", "exec"), {"__name__": "__main__", "${mark}": _mark})
except BaseException:
    pass
`;
}
