import type { Judgement } from "./judge-layout.ts";
import type { Page } from "./page.ts";
import { pageExpression } from "./page-expression.ts";

export interface StructureCheck {
  readonly selector: string;
  readonly min: number;
  readonly max?: number | undefined;
}

export interface StructureRules {
  /** The page has a title. */
  readonly title: boolean;
  /** The page says its language. */
  readonly language: boolean;
  /** Headings begin with the first level and skip none. */
  readonly headings: boolean;
  /** Links lead somewhere: fragments to an element of the page, others to an address that can be read. */
  readonly links: boolean;
  /** Images can be decoded and have an `alt`. */
  readonly images: boolean;
  /** How many words the page may have. */
  readonly words?: { readonly min: number; readonly max?: number | undefined } | undefined;
  /** Elements the page must have, by selector. */
  readonly elements: readonly StructureCheck[];
}

/** The share of the checks a page passes; without any check 1. */
export async function checkStructure(
  page: Page,
  rules: StructureRules,
): Promise<Judgement | { readonly task: string }> {
  const found = (await page.evaluate(pageExpression(BODY, rules))) as Found | { readonly task: string };
  if ("task" in found) return found;
  const faults = found.checks.filter((fault): fault is string => fault !== null);
  return { value: found.checks.length === 0 ? 1 : 1 - faults.length / found.checks.length, faults };
}

interface Found {
  readonly checks: readonly (string | null)[];
}

const BODY = `
const checks = [], check = (on, fault) => { if (on) checks.push(fault() || null); };
const seen = (selector) => all(selector).filter(isSeen);
check(input.title, () => all("head > title").some((one) => textOf(one).trim()) ? "" : "the page has no title");
check(input.language, () => { const lang = attribute(rootOf(document), "lang") || "";
  return /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/.test(lang) ? "" : "the root has no language"; });
check(input.headings, () => {
  let level = 0, first = 0;
  for (const one of seen("h1,h2,h3,h4,h5,h6")) {
    const next = Number(nameOf(one)[1]);
    if (next > level + 1) return level === 0 ? "the first heading is " + called(one) : called(one) + " comes after h" + level;
    if (!textOf(one).trim()) return called(one) + " is empty";
    if (next === 1 && ++first > 1) return "there is more than one h1";
    level = next;
  }
  return first === 0 ? "there is no heading" : "";
});
check(input.links, () => {
  for (const one of all("a[href], area[href]")) {
    const to = attribute(one, "href").trim();
    if (to === "" || to === "#") return called(one) + " leads nowhere";
    if (to[0] === "#") {
      if (![...all("[id], a[name]")].some((target) => attribute(target, "id") === to.slice(1) || attribute(target, "name") === to.slice(1)))
        return called(one) + " leads to " + to.slice(0, 40) + ", which is not on the page";
      continue;
    }
    let url;
    try { url = new URL(to, "https://page.invalid/"); } catch { return called(one) + " leads to " + to.slice(0, 40) + ", which is no address"; }
    if (!/^(https?|mailto|tel):$/.test(url.protocol)) return called(one) + " leads to " + url.protocol.slice(0, 40);
    if (!textOf(one).trim() && !attribute(one, "aria-label") && !all("img[alt]:not([alt=''])", one).length) return called(one) + " has no text";
  }
  return "";
});
check(input.images, () => {
  for (const one of all("img")) {
    if (attribute(one, "alt") === null) return called(one) + " has no alt";
    if (!(getter(HTMLImageElement.prototype, "complete")(one) && getter(HTMLImageElement.prototype, "naturalWidth")(one) > 0))
      return called(one) + " cannot be shown";
  }
  return "";
});
if (input.words) check(true, () => {
  const count = words(textNodes(rootOf(document)));
  return count < input.words.min ? count + " words, expected at least " + input.words.min
    : count > (input.words.max ?? Infinity) ? count + " words, expected at most " + input.words.max : "";
});
for (const { selector, min, max = Infinity } of input.elements) {
  let count;
  try { count = seen(selector).length; } catch { return { task: "Expected a selector, got " + selector.slice(0, 60) + "." }; }
  check(true, () => count < min ? count + " of " + selector + ", expected at least " + min
    : count > max ? count + " of " + selector + ", expected at most " + max : "");
}
return { checks };
`;
