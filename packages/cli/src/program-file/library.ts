import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { combinators } from "@guerdon/core/combinator";
import { type Library, makeLibrary } from "@guerdon/core/piece";
import { shapers } from "@guerdon/core/shaper";
import { sources } from "@guerdon/verify";

/** Every piece and preset a program file may name. */
export const library: Library = makeLibrary([...combinators, ...shapers, ...advantages, ...sources], advantagePresets);
