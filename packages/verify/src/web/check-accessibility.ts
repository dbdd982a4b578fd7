import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Judgement } from "./judge-layout.ts";
import { type Page, PageFault } from "./page.ts";
import { pageExpression } from "./page-expression.ts";

export type Impact = "minor" | "moderate" | "serious" | "critical";

export interface AccessibilityRules {
  /** Which rules of axe are checked, by tag: `wcag2a`, `wcag2aa`, `best-practice`. */
  readonly tags: readonly string[];
  /** What a violation costs, by its impact. */
  readonly weights: { readonly [impact in Impact]: number };
  /** Whether a rule costs once or for each element that violates it. */
  readonly count: "rules" | "elements";
  /** Cost at which the value is 0. */
  readonly limit: number;
}

interface Violation {
  readonly id: string;
  readonly impact: Impact | null;
  readonly nodes: number;
  readonly first: string;
}

let source: string | undefined;

/** axe, whose queue runs on without timers: a page without scripts has none. */
function axeSource(): string {
  source ??= readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  return source;
}

/** 1 − Σ weight(impact) · count / limit over the violations axe finds, at least 0. */
export async function checkAccessibility(page: Page, rules: AccessibilityRules): Promise<Judgement> {
  if ((await page.evaluate("typeof axe")) === "undefined") {
    await page.evaluate(`globalThis.setTimeout = (run, ms, ...rest) => { queueMicrotask(() => run(...rest)); return 0; };
      ${axeSource()}; 0`);
  }
  const found = await page.evaluate(pageExpression(BODY, rules.tags));
  if (!Array.isArray(found)) throw new PageFault("candidate", `${found.hidden} hides a function of the document.`);
  let cost = 0;
  const faults: [number, string][] = (found as readonly Violation[]).map(({ id, impact, nodes, first }) => {
    const price = rules.weights[impact ?? "minor"] * (rules.count === "rules" ? 1 : nodes);
    cost += price;
    return [price, `${id} (${impact}) ${nodes} × at ${first}`];
  });
  faults.sort((a, b) => b[0] - a[0]);
  return { value: Math.max(0, 1 - cost / rules.limit), faults: faults.map(([, fault]) => fault) };
}

const BODY = `
for (const one of all("img[name], form[name], embed[name], object[name], object[id], iframe[name]"))
  for (const name of [attribute(one, "name"), attribute(one, "id")])
    if (name && name in Document.prototype) return { hidden: called(one) };
const { violations } = await axe.run(rootOf(document), {
  runOnly: { type: "tag", values: input }, resultTypes: ["violations"], iframes: false, preload: false,
});
return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.length, first: String(nodes[0].target).slice(0, 60) }));
`;
