import type { HostRoute } from "../host/route.ts";
import type { ProgramRegistry } from "../service/program-registry.ts";
import type { RewardService } from "../service/reward-service.ts";
import type { Store } from "../store/store.ts";
import { advantagesRoute } from "./advantages-route.ts";
import { programRoutes } from "./program-routes.ts";
import { runRoutes } from "./run-routes.ts";
import { scoreRoute } from "./score-route.ts";

/** What the native API speaks of. */
export interface NativeParts {
  readonly service: RewardService;
  readonly programs: ProgramRegistry;
  readonly store?: Store | undefined;
}

/** The routes of the native API. */
export function nativeRoutes({ service, programs, store }: NativeParts): readonly HostRoute[] {
  return [scoreRoute(service), advantagesRoute(programs), ...runRoutes(service, store), ...programRoutes(programs)];
}
