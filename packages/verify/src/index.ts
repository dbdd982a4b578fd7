import type { AnyFactory } from "@guerdon/core/piece";
import { cadSources } from "./cad/index.ts";
import { codeSources } from "./code/index.ts";
import { documentSources } from "./document/index.ts";
import { formatSources } from "./format/index.ts";
import { geoSources } from "./geo/index.ts";
import { geometrySources } from "./geometry/index.ts";
import { graphSources } from "./graph/index.ts";
import { guiSources } from "./gui/index.ts";
import { instructionSources } from "./instruction/index.ts";
import { jsonSources } from "./json/index.ts";
import { languageSources } from "./language/index.ts";
import { mathSources } from "./math/index.ts";
import { numberSources } from "./number/index.ts";
import { optimisationSources } from "./optimisation/index.ts";
import { planSources } from "./plan/index.ts";
import { puzzleSources } from "./puzzle/index.ts";
import { rankingSources } from "./ranking/index.ts";
import { recordedSources } from "./recorded/index.ts";
import { rtlSources } from "./rtl/index.ts";
import { similaritySources } from "./similarity/index.ts";
import { sqlSources } from "./sql/index.ts";
import { textSources } from "./text/index.ts";
import { toolSources } from "./tools/index.ts";
import { webSources } from "./web/index.ts";

/** All sources, for a library. */
export const sources: readonly AnyFactory[] = [
  ...cadSources,
  ...codeSources,
  ...formatSources,
  ...instructionSources,
  ...jsonSources,
  ...languageSources,
  ...mathSources,
  ...numberSources,
  ...rankingSources,
  ...recordedSources,
  ...rtlSources,
  ...similaritySources,
  ...sqlSources,
  ...textSources,
  ...toolSources,
  ...puzzleSources,
  ...optimisationSources,
  ...planSources,
  ...geometrySources,
  ...geoSources,
  ...graphSources,
  ...documentSources,
  ...guiSources,
  ...webSources,
];
