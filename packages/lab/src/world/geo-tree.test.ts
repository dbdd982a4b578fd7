import { describe, expect, it } from "vitest";
import type { TokenLearner } from "../policy/token-policy.ts";
import { adamw } from "../tensor/index.ts";
import {
  checkWorld,
  contextualWorld,
  GEO_CITIES,
  type GeoAnswer,
  geoCity,
  geoCorpus,
  geoNames,
  geoPath,
  geoTree,
  geoTreePolicy,
} from "./index.ts";

const [STREET, LANDMARK, STOP, HEADS] = [5, 7, 16, 6] as const;
let answers: readonly GeoAnswer[] = [];
const tree = geoTree({
  measure: (all) => {
    answers = all;
    return {};
  },
});
const { demonstrate = () => [], ...untaught } = tree;

/** Looks, padded to five, and an answer, to a picture. */
const respond = (context: number, looks: readonly number[], answer: readonly number[] = [0]) => ({
  context,
  choices: [...looks, ...new Array<number>(5 - looks.length).fill(-1), ...answer],
  entropies: [],
  uniform: () => 0,
});
const all = tree.contexts.map((_, context) => context);

describe("geoTree", () => {
  it.each(checkWorld(contextualWorld(untaught)).map((law) => [law.name, law.check] as const))("%s", (_, check) => {
    check();
  });

  it("has 72 cities with names of their own, each on one path, and 200 sentences", () => {
    const cities = Array.from({ length: GEO_CITIES }, (_, city) => city);
    expect(cities.map((city) => geoCity(geoPath(city)))).toEqual(cities);
    expect(new Set(cities.map((city) => geoNames(city)[2])).size).toBe(72);
    expect(geoPath(71)).toEqual([5, 2, 3]);
    expect(geoCorpus()).toHaveLength(200);
    expect(geoCorpus()[17]?.text).toBe("Golton is known for side1 and sign1 and crest4 and street17.");
  });

  it("finds a city for every clue", () => {
    const searches = all.flatMap((context) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((clue) => tree.reveals?.(context, 0, 8 + clue)),
    );
    for (const facts of searches) {
      expect(facts).toHaveLength(1);
      expect(facts?.every((fact) => fact >= 80 && fact < 152)).toBe(true);
    }
  });

  it("teaches 60 pictures at most, by searches that gave back the right city", () => {
    const taught = all.filter((context) => demonstrate(context).length > 0);
    expect(Math.max(...taught)).toBeLessThan(60);
    expect(taught.length).toBeGreaterThan(20);
    const shown = taught.map((context) => demonstrate(context));
    const signals = tree.measure(
      taught.map((context, k) => respond(context, shown[k]?.slice(0, 4) ?? [], shown[k]?.slice(4))),
    );
    const each = (value: number): readonly number[] => taught.map(() => value);
    expect([signals.evidence, signals.searches, signals.zooms, signals.anchored]).toEqual([1, 2, 1, 1].map(each));
    expect(answers.map(({ text }) => text)).toEqual(answers.map(({ gold }) => [...gold].reverse().join(", ")));
  });

  it("counts searches with a landmark as anchored, once, and knows no evidence without a search", () => {
    const looks = [
      [8 + LANDMARK, 8 + LANDMARK, 8 + STREET],
      [STREET, 2, STOP],
    ];
    const signals = tree.measure(looks.map((own) => respond(3, own)));
    expect([signals.searches, signals.anchored, signals.zooms]).toEqual([
      [3, 0],
      [1, 0],
      [0, 2],
    ]);
    expect(signals.evidence[1]).toBe(0);
  });

  it("gives back the city of a true street but where a sentence misleads, and ends the looks at will", () => {
    expect(new Set(all.map((context) => tree.reveals?.(context, 0, 8 + STREET).length))).toEqual(new Set([1]));
    const { evidence } = tree.measure(all.map((context) => respond(context, [8 + STREET])));
    // True with 0.5, or by chance the one of 12 cities; a third of the 56 sentences mislead about one of 72 streets.
    const expected = (0.5 + 0.5 / 12) * (1 - 1 / 72) ** (56 / 3);
    const right = [...(evidence as readonly number[])].reduce((sum, one) => sum + one, 0) / all.length;
    expect(Math.abs(right - expected)).toBeLessThan(0.06);
    expect([tree.follows?.(0, 1, STOP), tree.follows?.(0, 1, 3), tree.heads.length]).toEqual([5, 2, HEADS]);
  });

  it("has a policy that uses tools in one of ten steps before it is taught", () => {
    const world = contextualWorld(tree);
    const policy = geoTreePolicy(tree);
    const learner = policy.learner?.(world, 1, adamw(), { seed: 1 }) as TokenLearner;
    const writer = policy.writer(world, 1);
    writer.load(learner.parameters());
    learner.close();
    const prompts = world.prompts(1, 0, 1000);
    const { lengths } = writer.generate(prompts, { maxTokens: world.maxTokens, end: world.end, key: 7 });
    const atOnce = lengths.filter((length) => length === 2).length / lengths.length;
    expect(Math.abs(atOnce - 0.9)).toBeLessThan(0.04);
  });
});
