import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { combinators } from "@guerdon/core/combinator";
import { credits } from "@guerdon/core/credit";
import { type Library, makeLibrary } from "@guerdon/core/piece";
import { routers } from "@guerdon/core/router";
import { samplers } from "@guerdon/core/sampler";
import { schedulePresets, schedules } from "@guerdon/core/schedule";
import { shapers } from "@guerdon/core/shaper";
import { sources } from "@guerdon/verify";

/** Every piece and preset a program file may name. */
export const library: Library = makeLibrary(
  [...sources, ...combinators, ...shapers, ...credits, ...schedules, ...routers, ...samplers, ...advantages],
  [...advantagePresets, ...schedulePresets],
);
