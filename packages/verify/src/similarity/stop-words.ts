/** Function words of English: articles, pronouns, prepositions, conjunctions, auxiliaries. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a an the this that these those i you he she it we they me him her us them my your his its our their mine yours " +
    "ours theirs who whom whose which what and or but nor so yet if then than because while although though as at by " +
    "for from in into of off on onto out over to under up upon with within without about above across after against " +
    "along among around before behind below beside between beyond during except inside near since through throughout " +
    "till toward until via am is are was were be been being have has had having do does did doing will would shall " +
    "should can could may might must not no there here"
  ).split(" "),
);
