import { wordTokens } from "./word-tokens.ts";

// Common verbs in the forms that open an English sentence; what is not here is judged by its ending.
const VERBS = new Set(
  (
    "be is are was were am been being have has had having do does did done doing go goes went gone make makes made take took " +
    "get gets got give gave let lets try use keep find think consider imagine write create read say see look come know want " +
    "ask answer explain describe discover explore ensure remember note start begin begins begun stop run walk help show tell " +
    "call follow add remove choose pick select build learn teach avoid include provide discuss identify compare calculate " +
    "determine analyze develop open close click visit join embrace delve dive picture listen watch understand recognize " +
    "set put bring turn move play pay buy sell send spend eat drink sleep feel leave meet wait ask hold stand sit bake mix " +
    "stir pour cook place check solve prove define list name count gather prepare apply install download check submit"
  ).split(" "),
);

/**
 * Whether the first word is tagged a verb, by a list and by endings.
 *
 * IFBench uses a trained tagger; this one knows the common verbs and the endings -ing and -ed.
 */
export function startsWithVerb(text: string): boolean {
  const first = wordTokens(text.slice(0, 1000))[0]?.toLowerCase();
  return first !== undefined && (VERBS.has(first) || /^[a-z]{3,}(?:ing|ed|ify|ise|ize)$/u.test(first));
}
