import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { combinators } from "@guerdon/core/combinator";
import { type Library, makeLibrary } from "@guerdon/core/piece";
import { shapers } from "@guerdon/core/shaper";
import { formatSources } from "@guerdon/verify/format";
import { jsonSources } from "@guerdon/verify/json";
import { mathSources } from "@guerdon/verify/math";
import { numberSources } from "@guerdon/verify/number";
import { textSources } from "@guerdon/verify/text";

/** Every piece and preset a program file may name. */
export const library: Library = makeLibrary(
  [
    ...combinators,
    ...shapers,
    ...advantages,
    ...formatSources,
    ...jsonSources,
    ...mathSources,
    ...numberSources,
    ...textSources,
  ],
  advantagePresets,
);
