import type { Source } from "../packages/core/src/piece/index.ts";
import { flatLayout, SignalBuilder } from "../packages/core/src/signal/index.ts";
import { solidCheck, solidMatch } from "../packages/verify/src/cad/index.ts";
import { processPool } from "../packages/verify/src/pool/index.ts";
import { median, report } from "./side-by-side.ts";

/**
 * CAD scripts checked a second by two kept processes, beside two that are started anew for each script. All scripts
 * are distinct. Usage: cad.ts [SCRIPTS]
 */
const COUNT = Number(process.argv[2] ?? 60);
const ROUNDS = 3;
const PROCESSES = 2;

let made = 0;
/** A plate with a grid of nine bores, of a size of its own. */
const SCRIPTS = {
  jscad: (): string => `const { primitives, booleans, transforms } = require("@jscad/modeling");
const main = () => {
  const bores = [-3, 0, 3].flatMap((x) => [-3, 0, 3].map((y) =>
    transforms.translate([x, y, 0], primitives.cylinder({ radius: ${0.5 + made++ / 1e5}, height: 3, segments: 32 }))));
  return booleans.subtract(primitives.cuboid({ size: [10, 10, 1] }), ...bores);
};`,
  manifold: (): string => `let result = Manifold.cube([10, 10, 1], true);
for (const x of [-3, 0, 3]) for (const y of [-3, 0, 3])
  result = result.subtract(Manifold.cylinder(3, ${0.5 + made++ / 1e5}, null, 32, true).translate([x, y, 0]));
globalThis.result = result;`,
};

type Pool = ReturnType<typeof processPool>;
type Language = keyof typeof SCRIPTS;

async function rate(source: Source, language: Language, count: number, pool: Pool): Promise<number> {
  const text = Array.from({ length: count }, SCRIPTS[language]);
  const out = new SignalBuilder("rollout", count);
  const context = {
    clock: { now: () => performance.now(), after: () => () => {} },
    seed: 0,
    call: (task: never, inputs: never, options: never) => pool.run(task, inputs, options),
  };
  const started = performance.now();
  const columns = "reference" in source.fields ? { text, reference: text } : { text };
  await source.score(columns, out, context as never, flatLayout(text.map(() => 1)));
  const seconds = (performance.now() - started) / 1000;
  const { present, values } = out.build();
  if (present.includes(0) || values.some((value) => value < 0.5)) throw new Error("a right script was not paid");
  return count / seconds;
}

/** The same with processes that serve one script each. */
async function fresh(source: Source, language: Language, count: number): Promise<number> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const pool = processPool({ size: 1 });
      await rate(source, language, 1, pool);
      await pool.close();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: PROCESSES }, work));
  return count / ((performance.now() - started) / 1000);
}

const LANGUAGES: readonly Language[] = ["jscad", "manifold"];
const RUNS = LANGUAGES.flatMap((language) => [
  { what: `${language}: a valid solid`, language, source: solidCheck({ language }) },
  { what: `${language}: volume over volume with a reference`, language, source: solidMatch({ language }) },
  {
    what: `${language}: Chamfer distance of 2,000 points`,
    language,
    source: solidMatch({ language, measure: "closeness" }),
  },
]);
const pool = processPool({ size: PROCESSES });
await rate(solidCheck({ language: "manifold" }), "manifold", 4, pool);
const rates = RUNS.map(() => ({ kept: [] as number[], fresh: [] as number[] }));
for (let round = 0; round < ROUNDS; round++) {
  for (const [i, { language, source }] of RUNS.entries()) {
    rates[i]?.kept.push(await rate(source, language, COUNT, pool));
    rates[i]?.fresh.push(await fresh(source, language, Math.max(PROCESSES, Math.ceil(COUNT / 20))));
  }
}
await pool.close();

report(
  "cad",
  RUNS.map(({ what }, i) => {
    const own = rates[i] as { kept: number[]; fresh: number[] };
    const times = median(own.kept.map((value, k) => value / (own.fresh[k] as number)));
    const shown = (values: readonly number[]): string => `${median(values).toFixed(1)} scripts/s`;
    return {
      what: `${what}: two kept processes, and fresh ones for each script`,
      figure: `${shown(own.kept)}, ${shown(own.fresh)}, ${times.toFixed(1)} ×`,
    };
  }),
  Object.fromEntries(RUNS.map(({ what }, i) => [what, rates[i]])),
);
