/**
 * Plain JavaScript for the isolated world: the DOM through the browser's own functions.
 *
 * An element called `querySelectorAll` hides the document's function of that name; the prototype's is always there.
 */
const PAGE_SCRIPT = `
const getter = (of, name) => { const { get } = Object.getOwnPropertyDescriptor(of, name); return (one) => get.call(one); };
const textOf = getter(Node.prototype, "textContent"), nameOf = getter(Node.prototype, "nodeName");
const parentOf = getter(Node.prototype, "parentElement"), rootOf = getter(Document.prototype, "documentElement");
const all = (selector, root = document) => [...(root === document ? Document : Element).prototype.querySelectorAll.call(root, selector)];
const attribute = (one, name) => Element.prototype.getAttribute.call(one, name);
const matches = (one, selector) => Element.prototype.matches.call(one, selector);
const isSeen = (one) => Element.prototype.checkVisibility.call(one, { opacityProperty: true, visibilityProperty: true });
const textNodes = (root) => {
  const walker = Document.prototype.createTreeWalker.call(document, root, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const one = walker.currentNode, parent = parentOf(one);
    if (parent && isSeen(parent)) found.push(textOf(one));
  }
  return found.join(" ").replace(/\\s+/g, " ").trim();
};
const words = (text) => text.split(/\\s+/).filter((word) => /[\\p{L}\\p{N}]/u.test(word)).length;
const called = (one) => {
  const id = attribute(one, "id"), first = (attribute(one, "class") || "").trim().split(/\\s/)[0];
  return nameOf(one).toLowerCase() + (id ? "#" + id : first ? "." + first : "").slice(0, 31);
};
`;

/** An expression that runs the body with the functions above and JSON as `input`. */
export function pageExpression(body: string, input: unknown = null): string {
  return `(async () => { ${PAGE_SCRIPT} const input = ${JSON.stringify(input)}; ${body} })()`;
}
