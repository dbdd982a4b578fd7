import type { Page } from "./page.ts";
import { pageExpression } from "./page-expression.ts";
import type { PageView } from "./page-view.ts";

export interface SlideRules {
  /** Selector of a slide's title. */
  readonly titleSelector: string;
  /** Selector of a slide's sections. */
  readonly sectionSelector: string;
}

/** What a slide consists of, of what is seen. */
export interface SlideFacts {
  readonly title: string;
  readonly sections: number;
  readonly filledSections: number;
  readonly words: number;
  readonly text: string;
  /** Whether anything is on the slide once it is rendered. */
  readonly shows: boolean;
}

/** Reads one slide. */
export async function readSlide(page: Page, rules: SlideRules, view: () => Promise<PageView>): Promise<SlideFacts> {
  const facts = (await page.evaluate(pageExpression(BODY, rules))) as Omit<SlideFacts, "shows">;
  const { leaves, width, height } = await view();
  const shows = leaves.some(
    ({ shown }) => shown !== undefined && shown[0] < width && shown[1] < height && shown[2] > 0 && shown[3] > 0,
  );
  return { ...facts, shows };
}

const BODY = `
const seen = (selector) => all(selector).filter(isSeen);
const sections = seen(input.sectionSelector);
const text = textNodes(rootOf(document));
return {
  title: seen(input.titleSelector).map(textNodes).find((one) => one) || "",
  sections: sections.length,
  filledSections: sections.filter((one) => textNodes(one) || all("img, svg, canvas", one).length).length,
  words: words(text),
  text: text.slice(0, 20000),
};
`;
