import { describe, expect, it } from "vitest";
import { splitWords } from "./split-words.ts";
import { tokenizeForBleu } from "./tokenizers.ts";

/** The rules of mteval-v13a as they are published, one after the other. */
function published(text: string): string[] {
  const line = ` ${text.trimEnd().replaceAll("-\n", "").replaceAll("\n", " ")} `
    .replace(/([{-~[-` -&(-+:-@/])/g, " $1 ")
    .replace(/([^0-9])([.,])/g, "$1 $2 ")
    .replace(/([.,])([^0-9])/g, " $1 $2")
    .replace(/([0-9])(-)/g, "$1 $2 ");
  return splitWords(line);
}

describe("tokenizeForBleu", () => {
  it("splits every text of up to five signs as the published rules do", () => {
    const signs = ["a", "1", ".", ",", " ", "-", "("];
    const off: string[] = [];
    let count = 0;
    for (let length = 1; length <= 5; length++) {
      for (let n = 0; n < signs.length ** length; n++) {
        let text = "";
        for (let i = 0, left = n; i < length; i++, left = Math.floor(left / signs.length)) {
          text += signs[left % signs.length];
        }
        count++;
        if (tokenizeForBleu(text, "13a").join(" ") !== published(text).join(" ")) off.push(text);
      }
    }
    expect(off).toEqual([]);
    expect(count).toBe(19_607);
  });
});
