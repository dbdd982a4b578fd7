import type { DomainRows, VerifierRow } from "../catalogue/verifier-rows.ts";

const DOT =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

// Boxes of known size instead of letters, so that areas are the same with any font.
const BOX = (left: number, top: number, more = ""): string =>
  `<img alt="" src="${DOT}" style="position:absolute;left:${left}px;top:${top}px;width:100px;height:100px;${more}">`;

function page(body: string): string {
  return `<!doctype html><html lang="en"><head><title>Report</title></head><body style="margin:0;font:16px sans-serif">${body}</body></html>`;
}

const TEXT = "<main><h1>Sales</h1><p>tenletters</p></main>";

function layout(title: string, measure: string, body: string, value: number, more = {}): VerifierRow {
  return { title, fields: { text: page(body) }, options: { measure, ...more }, value };
}

function axe(title: string, text: string, value: number): VerifierRow {
  return { title, fields: { text }, value };
}

const FULL = page(
  `<main><h1>Sales</h1><p>Up.</p><img src="${DOT}" alt="a dot"><a href="#detail">More</a><h2 id="detail">Detail</h2></main>`,
);

const SQUARE = page(BOX(100, 100));

function picture(title: string, text: string, value: number): VerifierRow {
  return { title, fields: { text, reference: SQUARE }, value };
}

/** Pages with one fault each, beside the page without it; areas by hand. */
export const rows: DomainRows = {
  "page-layout": {
    gold: [
      layout("on the page", "overflow", BOX(0, 0) + BOX(1180, 0), 1),
      layout("side by side", "overlap", BOX(0, 0) + BOX(100, 0), 1),
      layout(
        "in an element that cuts nothing off",
        "overflow",
        `<div style="width:50px;overflow:visible">${BOX(0, 0)}</div>`,
        1,
      ),
      layout("a caption on a picture", "overlap", `${BOX(0, 0, "z-index:-1")}<p style="margin:20px">tenletters</p>`, 1),
      layout("large enough", "text-size", TEXT, 1),
      layout("grey with contrast 4.54", "contrast", TEXT.replace("<p>", '<p style="color:#767676">'), 1),
      layout("something is seen", "content", BOX(0, 0), 1),
      layout("a slide that fits", "overflow", BOX(0, 620), 1, { medium: "slide" }),
      layout("nothing wrong", "all", TEXT, 1),
    ],
    nearMisses: [
      layout("half of one box off the page", "overflow", BOX(0, 0) + BOX(1230, 0), 0.75),
      layout(
        "half of one cut off by an element",
        "overflow",
        `<div style="position:relative;width:50px;height:200px;overflow:hidden">${BOX(0, 0)}</div>`,
        0.5,
      ),
      layout("half on top of another", "overlap", BOX(0, 0) + BOX(50, 0), 0.75),
      layout("one pixel column too far", "overlap", BOX(0, 0) + BOX(99, 0), 1 - 100 / 20_000),
      layout("two of three words too small", "text-size", TEXT.replace("<p>", '<p style="font-size:11px">'), 1 / 3),
      layout("made small by a transform", "text-size", TEXT.replace("<p>", '<p style="transform:scale(0.5)">'), 1 / 3),
      layout("grey with contrast 4.48", "contrast", TEXT.replace("<p>", '<p style="color:#777">'), 1 / 3),
      layout("faint by opacity", "contrast", TEXT.replace("<p>", '<p style="opacity:0.4">'), 1 / 3),
      layout("moved out of sight", "content", BOX(-200, 0), 0),
      layout("made invisible", "content", BOX(0, 0, "opacity:0"), 0),
      layout("a slide that is too high", "overflow", BOX(0, 670), 0.5, { medium: "slide" }),
      layout("too small and too faint", "all", TEXT.replace("<p>", '<p style="font-size:11px;color:#999">'), 1 / 9),
    ],
  },
  accessibility: {
    gold: [axe("no violation", FULL, 1), axe("a picture for decoration", FULL.replace('alt="a dot"', 'alt=""'), 1)],
    nearMisses: [
      axe("a picture without alt", FULL.replace(' alt="a dot"', ""), 1 - 10 / 30),
      axe("no language", FULL.replace(' lang="en"', ""), 1 - 7 / 30),
      axe("text too faint", FULL.replace("<p>", '<p style="color:#777">'), 1 - 7 / 30),
    ],
  },
  "screenshot-match": {
    gold: [
      picture("the same page", SQUARE, 1),
      picture("another way to the same pixels", SQUARE.replace("left:100px", "left:60px;margin-left:40px"), 1),
    ],
    nearMisses: [
      picture("one pixel to the right", SQUARE.replace("left:100px", "left:101px"), 1 - 200 / 10_100),
      picture("one pixel wider", SQUARE.replace("width:100px", "width:101px"), 1 - 100 / 10_100),
      picture("an empty page", page(""), 0),
    ],
  },
  "html-structure": {
    gold: [
      { title: "all in order", fields: { text: FULL }, value: 1 },
      { title: "in a fence", fields: { text: `Here it is:\n\`\`\`html\n${FULL}\n\`\`\`\nDone.` }, value: 1 },
    ],
    nearMisses: [
      { title: "a level is skipped", fields: { text: FULL.replace("<h2", "<h3") }, value: 0.8 },
      { title: "a link to nothing", fields: { text: FULL.replace('id="detail"', 'id="details"') }, value: 0.8 },
      {
        title: "a picture with one bit wrong",
        fields: { text: FULL.replace("base64,iVBO", "base64,jVBO") },
        value: 0.8,
      },
      { title: "an empty title", fields: { text: FULL.replace("<title>Report", "<title>") }, value: 0.8 },
      { title: "two first headings", fields: { text: FULL.replace("<p>", "<h1>More</h1><p>") }, value: 0.8 },
    ],
  },
};
