import type { IndexEntry, PaperEntry } from "../where/index-entry.ts";

/** A recipe to fill in: the pieces of a paper that are here are imported. */
export function recipeTemplate({ number, title, pieces }: PaperEntry, entries: readonly IndexEntry[]): string {
  const found = pieces.flatMap(({ here, kind }) => {
    const known = entries.filter((entry) => entry.name === here && entry.id !== undefined);
    return known.find((entry) => entry.kind === kind) ?? known[0] ?? [];
  });
  // What the study below is trained with.
  const imports = new Map([["@guerdon/core/advantage", new Set(["groupRelative"])]]);
  for (const { import: statement = "" } of found) {
    const [, name, from] = /^import \{ (\w+) \} from "(@guerdon\/core\/[^"]+)";$/.exec(statement) ?? [];
    if (name === undefined || from === undefined) continue;
    imports.set(from, (imports.get(from) ?? new Set()).add(name));
  }
  const lines = [...imports]
    .sort()
    .map(([from, names]) => `import { ${[...names].sort().join(", ")} } from "${from}";`);
  const names = [...imports.values()].flatMap((own) => [...own]).sort();
  return `${lines.join("\n")}
import { choicePolicy, choiceWorld } from "@guerdon/lab/world";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, tokenTraining } from "./harness/index.ts";

const heads = { prompts: 16, heads: [8] };

const training = defineStudy({
  about: "16 prompts with 8 answers, of which the first is right.",
  run: tokenTraining({
    world: () =>
      choiceWorld({ ...heads, names: ["correct"], measure: ({ choices: [answer] }) => [answer === 0 ? 1 : 0] }),
    policy: () => choicePolicy(heads),
  }),
  settings: {
    reward: { terms: { correct: FROM_WORLD }, total: "correct", advantage: { use: "group-relative" } },
    objective: { aggregation: "seq-mean-token-sum" as const, surrogate: "log-prob" as const },
    learningRate: 4,
    updates: 100,
    prompts: 16,
    perPrompt: 8,
  },
  arms: { plain: {}, treated: {} },
  seeds: 5,
  metrics: ["correct"],
  smoke: { updates: 3 },
  treatment: "treated",
  control: "plain",
  claims: [
    {
      says: "The treatment is at least 0.05 more often right.",
      source: "§Experiment 1",
      central: true,
      holds: (s) => s.difference("treated", "plain", "correct").mean >= 0.05,
    },
  ],
  plot: { metric: "correct" },
});

export const recipe: Recipe = defineRecipe({
  paper: "${number}",
  title: ${JSON.stringify(title)},
  mechanism: "One paragraph: what is computed from what, and why it should help.",
  pieces: [${names.join(", ")}],
  budgetSeconds: 30,
  studies: { training },
  differences: ["Softmax tables on made-up prompts instead of language models."],
});
`;
}
