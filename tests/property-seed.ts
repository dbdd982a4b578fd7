import fc from "fast-check";

/** Property tests draw the same cases on every machine; `GUERDON_SEED` tries others, `GUERDON_RUNS` more of them. */
fc.configureGlobal({
  seed: Number(process.env.GUERDON_SEED ?? 1),
  ...(process.env.GUERDON_RUNS === undefined ? {} : { numRuns: Number(process.env.GUERDON_RUNS) }),
});
