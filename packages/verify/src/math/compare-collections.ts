import { type CompareContext, type Match, match } from "./compare-context.ts";
import { assignmentOf } from "./compare-relations.ts";
import { evaluateExact } from "./evaluate-exact.ts";
import type { MathNode } from "./math-node.ts";

interface Collection {
  readonly kind: "list" | "set" | "tuple";
  readonly items: readonly MathNode[];
}

/** Lists, sets and tuples; undefined when neither side is one. */
export function compareCollections(gold: MathNode, candidate: MathNode, context: CompareContext): Match | undefined {
  const a = collection(gold);
  const b = collection(candidate);
  if (!a && !b) return undefined;
  if (a && b) return compareTwo(a, b, context);
  const many = (a ?? b) as Collection;
  if (
    many.kind !== "tuple" &&
    many.items.length > 0 &&
    many.items.length < 16 &&
    distinct(many.items, context).length === 1
  ) {
    const one = many.items[0] as MathNode;
    return a ? context.compare(one, candidate) : context.compare(gold, one);
  }
  return match.different(a ? "one value against several" : "several values against one");
}

function collection(node: MathNode): Collection | undefined {
  if (node.k === "set") return { kind: "set", items: node.items };
  if (node.k === "bracket") return { kind: "tuple", items: node.items };
  if (node.k !== "list") {
    const assigned = assignmentOf(node);
    return assigned && assigned.value.k === "list" && assigned.named ? collection(assigned.value) : undefined;
  }
  return { kind: "list", items: flatItems(node) };
}

/** Items of a list; groups between semicolons become tuples when each holds several values. */
function flatItems(node: MathNode): readonly MathNode[] {
  if (node.k !== "list") return [node];
  if (node.join !== ";") return byNames(node.items);
  return node.items.map((item) =>
    item.k === "list" ? { k: "bracket", items: item.items, open: "(", close: ")" } : item,
  );
}

/** `p = 5, q = 2 and p = 7, q = 2`: names that come round again make tuples. */
function byNames(items: readonly MathNode[]): readonly MathNode[] {
  const names = items.map((item) => {
    const name = assignmentOf(item)?.name;
    return name?.k === "symbol" ? name.name : undefined;
  });
  const period = names.indexOf(names[0], 1);
  if (names[0] === undefined || period < 2 || names.length % period !== 0) return items;
  if (names.some((name, j) => name === undefined || name !== names[j % period])) return items;
  const tuples: MathNode[] = [];
  for (let j = 0; j < items.length; j += period)
    tuples.push({ k: "bracket", items: items.slice(j, j + period), open: "(", close: ")" });
  return tuples;
}

function compareTwo(a: Collection, b: Collection, context: CompareContext): Match {
  const tuples = Number(a.kind === "tuple") + Number(b.kind === "tuple");
  if (tuples > 0) {
    if (tuples === 1 && (a.kind === "set" || b.kind === "set") && context.options.strict)
      return match.different("a set against a tuple");
    return inOrder(a.items, b.items, context);
  }
  if (b.items.length > 4 * a.items.length + 8) return match.different("far more values than asked");
  const gold = distinct(a.items, context);
  const candidate = distinct(b.items, context);
  if (gold.length !== candidate.length) return match.different("different numbers of values");
  const open = [...candidate];
  for (const item of gold) {
    const at = open.findIndex((other) => sameItem(item, other, context));
    if (at < 0) return match.different("a value is missing");
    open.splice(at, 1);
  }
  return match.equal("same set");
}

function inOrder(a: readonly MathNode[], b: readonly MathNode[], context: CompareContext): Match {
  if (a.length !== b.length) return match.different("different lengths");
  for (let j = 0; j < a.length; j++)
    if (!sameItem(a[j] as MathNode, b[j] as MathNode, context)) return match.different(`part ${j + 1} differs`);
  return match.equal("same tuple");
}

const sameItem = (a: MathNode, b: MathNode, context: CompareContext): boolean => context.compare(a, b).kind === "equal";

/** Items without repeats; exact numbers are told apart by their text first. */
function distinct(items: readonly MathNode[], context: CompareContext): readonly MathNode[] {
  const seen = new Set<string>();
  const out: MathNode[] = [];
  const others: MathNode[] = [];
  for (const item of items) {
    const exact = evaluateExact(item, context.options.limits, { spent: 0 });
    if (exact) {
      const key = `${exact.n}/${exact.d}`;
      if (!seen.has(key)) out.push(item);
      seen.add(key);
    } else if (!others.some((other) => sameItem(other, item, context))) {
      others.push(item);
      out.push(item);
    }
  }
  return out;
}
