import { groupRelative } from "@guerdon/core/advantage";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { affine } from "@guerdon/core/shaper";
import { choicePolicy, choiceWorld } from "@guerdon/lab/world";
import { solveProfile } from "@guerdon/verify/tools";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, tokenTraining } from "./harness/index.ts";

type Form = "precision" | "solved" | "f1";
const TOOLS = 6;

/** Mean of a form when each call brings an answer with its own chance. All three are linear in the hits. */
function meanOf(form: Form, chances: readonly number[]): number {
  const hits = chances.reduce((sum, chance) => sum + chance, 0);
  const calls = chances.length;
  if (calls === 0) return 0;
  return form === "precision" ? hits / calls : form === "solved" ? hits : (2 * hits) / (calls + 1);
}

/** How many of the surest tools a rule calls: one, all that can answer, or while the next is above hits / (calls + 1). */
function callsBy(rule: Form, surest: readonly number[]): number {
  if (rule === "precision") return 1;
  if (rule === "solved") return surest.filter((chance) => chance > 0).length;
  let hits = 0;
  return surest.findIndex((chance, calls) => {
    const stops = chance <= hits / (calls + 1);
    hits += chance;
    return stops;
  });
}

/** Share of random tasks in which a rule names the best of all sets of calls. */
const theory = defineStudy({
  about: "200 random tasks of 6 tools, a third of them of no use: the best of all 64 sets of calls against a rule.",
  run: ({ form, rule }: { readonly form: Form; readonly rule: Form }, seed: number) => {
    const key = streamKey(seed, "209 tasks");
    const best = Array.from({ length: 200 }, (_, task) => {
      const chances = Array.from({ length: TOOLS }, (_, k) =>
        Math.max(0, 1.5 * uniformAt(key, task * TOOLS + k) - 0.5),
      ).sort((a, b) => b - a);
      const sets = Array.from({ length: 2 ** TOOLS }, (_, set) => chances.filter((_, k) => (set >> k) % 2 === 1));
      const most = Math.max(...sets.map((set) => meanOf(form, set)));
      const ruled = callsBy(rule, [...chances, 0]);
      return Number(meanOf(form, chances.slice(0, ruled)) >= most - 1e-12);
    });
    return { agrees: best.reduce((sum, one) => sum + one, 0) / best.length };
  },
  settings: { form: "f1" as Form, rule: "f1" as Form },
  arms: {
    precision: { form: "precision", rule: "precision" },
    solved: { form: "solved", rule: "solved" },
    f1: {},
    "f1, calling all": { rule: "solved" },
    "f1, calling one": { rule: "precision" },
    "solved, calling one": { form: "solved", rule: "precision" },
    "precision, calling all": { form: "precision", rule: "solved" },
  },
  seeds: 5,
  metrics: ["agrees"],
  smoke: {},
  treatment: "f1",
  control: "f1, calling all",
  claims: [
    {
      says: "The best set is the surest call for s/n, every call of use for s, and for 2s/(n+1) calls down to s/(n+1): in every task.",
      source: "§Experiment, theory check",
      swap: { f1: "f1, calling all", solved: "solved, calling one", precision: "precision, calling all" },
      holds: (s) => ["precision", "solved", "f1"].every((arm) => s.values(arm, "agrees").every((share) => share === 1)),
    },
  ],
});

const tasks = { prompts: 40, heads: new Array<number>(TOOLS + 3).fill(2) };

const training = defineStudy({
  about:
    "40 tasks of 1–4 sub-questions, 6 tools that answer by chance and 3 that never do, in one turn; GRPO, groups of 16.",
  run: tokenTraining({
    world: () =>
      choiceWorld({
        ...tasks,
        names: ["hits", "calls", "wanted", "precision", "recall", "f1"],
        measure: ({ prompt, choices, ofPrompt, ofResponse }) => {
          const wanted = 1 + (prompt % 4);
          const order = Array.from({ length: TOOLS }, (_, k) => k).sort((a, b) => ofPrompt(a) - ofPrompt(b));
          const answers = order
            .slice(0, wanted)
            .filter((tool) => choices[tool] === 1 && ofResponse(tool) < 0.3 + 0.6 * ofPrompt(TOOLS + tool));
          const calls = choices.filter((choice) => choice === 1).length;
          const { p, r, f1 } = solveProfile(answers.length, calls, wanted);
          return [answers.length, calls, wanted, p, r, f1];
        },
      }),
    policy: () => choicePolicy(tasks),
  }),
  settings: {
    reward: {
      terms: {
        hits: FROM_WORLD,
        calls: FROM_WORLD,
        wanted: FROM_WORLD,
        recall: FROM_WORLD,
        parallel: { use: "affine", of: "calls", when: "wanted > 1" },
      },
      total: "2 * hits / (calls + 1)",
      advantage: { use: "group-relative" },
    },
    objective: { aggregation: "seq-mean-token-sum" as const, surrogate: "log-prob" as const },
    learningRate: 80,
    updates: 200,
    prompts: 40,
    perPrompt: 16,
  },
  arms: {
    f1: {},
    precision: { reward: { total: "hits / max(calls, 1)" } },
    solved: { reward: { total: "hits" } },
    "all solved": { reward: { total: "recall >= 1" } },
  },
  seeds: 5,
  metrics: ["hits", "calls", "precision", "recall", "f1", "term.parallel"],
  smoke: { updates: 2, perPrompt: 4 },
  treatment: "f1",
  control: "solved",
  claims: [
    {
      says: "Solve-F1 ends with the highest F1, by at least 3 points over the best other reward.",
      source: "§Experiment check 1",
      central: true,
      holds: (s) =>
        s.median("f1", "f1") >=
        0.03 + Math.max(...["precision", "solved", "all solved"].map((arm) => s.median(arm, "f1"))),
    },
    {
      says: "Paying for what is solved alone makes at least 25 % more calls per solved sub-question.",
      source: "§Experiment check 2",
      swap: { solved: "f1" },
      holds: (s) =>
        s.median("solved", "calls") / s.median("solved", "hits") >=
        (1.25 * s.median("f1", "calls")) / s.median("f1", "hits"),
    },
    {
      says: "Paying for precision solves no more than Solve-F1.",
      source: "§Experiment check 3",
      swap: { precision: "solved" },
      holds: (s) => s.median("precision", "recall") <= s.median("f1", "recall"),
    },
    {
      says: "Where several sub-questions are open Solve-F1 makes at least 1.5 calls in the turn.",
      source: "§Experiment check 4",
      swap: { f1: "precision" },
      holds: (s) => s.median("f1", "term.parallel") >= 1.5,
    },
  ],
  plot: { metric: "f1" },
});

export const recipe: Recipe = defineRecipe({
  paper: "209",
  title: "A turn of calls earns what it solves, for the calls it made",
  mechanism:
    "A turn with n calls of which s bring an open answer earns 2s/(n + 1). Paid s/n, an agent makes the surest call alone; " +
    "paid s, it calls whatever might help and all else with it. In between, another call is worth it while its chance is " +
    "above s/(n + 1).",
  pieces: [affine, groupRelative],
  budgetSeconds: 40,
  studies: { training, theory },
  differences: [
    "One turn: a task ends after its calls, so that chains of sub-questions (multi-hop), final answers, and the branches for empty and malformed turns are left out; `solve-reward` has them.",
    "Each task has logits of its own for nine tools, and what is measured is training; whether a call has the right arguments is a chance of its tool, 0.3 … 0.9.",
    "That the ledger credits no answer twice is a test of `solve-reward`, not of this recipe.",
    "The step size, 2 a task, was chosen on another seed.",
  ],
});
