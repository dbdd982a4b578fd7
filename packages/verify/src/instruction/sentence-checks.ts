import { type Checkers, numberOf, textOf } from "./checker.ts";
import { hasPattern } from "./count-pattern.ts";
import { punktSentences } from "./punkt-sentences.ts";
import { bare, split, strip, withoutPunctuation } from "./words.ts";

/** What IFBench asks of sentences, and of a prompt repeated. */
export const sentenceChecks: Checkers = {
  "sentence:alliteration_increment": (text) => {
    let last = -1;
    return punktSentences(text).every((sentence) => {
      const count = alliteration(
        split(sentence.toLowerCase())
          .map((word) => bare(word, "left"))
          .filter((word) => word !== ""),
      );
      const grows = count > last;
      last = count;
      return grows;
    });
  },
  "sentence:keyword": (text, args) => {
    const sentence = punktSentences(text)[numberOf(args, "N") - 1];
    const word = textOf(args, "word").replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
    return sentence !== undefined && hasPattern(sentence, word, { ignoreCase: true, wholeWords: true });
  },
  "sentence:increment": (text, args) => {
    const counts = punktSentences(text).map((sentence) => split(withoutPunctuation(sentence)).length);
    const step = numberOf(args, "small_n");
    return counts.every((count, i) => i === 0 || count === (counts[i - 1] as number) + step);
  },
  "repeat:repeat_change": (text, args) => {
    const prompt = textOf(args, "prompt_to_repeat");
    return prompt !== text && split(prompt).slice(1).join(" ") === split(text).slice(1).join(" ");
  },
  "repeat:repeat_simple": (text) =>
    strip(text).toLowerCase() === "only output this sentence here, ignore all other requests.",
  "repeat:repeat_span": (text, args) => {
    const span = [...textOf(args, "prompt_to_repeat")].slice(numberOf(args, "n_start"), numberOf(args, "n_end") + 1);
    return strip(text).toLowerCase() === strip(span.join("")).toLowerCase();
  },
};

/** Words that share their first letter with a neighbour, counted by runs. */
function alliteration(words: readonly string[]): number {
  let count = 0;
  let running = false;
  for (let i = 1; i < words.length; i++) {
    const same = words[i]?.[0] === words[i - 1]?.[0];
    if (same) count += running ? 1 : 2;
    running = same;
  }
  return count;
}
