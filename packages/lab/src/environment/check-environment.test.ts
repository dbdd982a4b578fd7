import { describe, expect, it } from "vitest";
import { acrobot } from "./acrobot.ts";
import { bandit } from "./bandit.ts";
import { checkEnvironment } from "./check-environment.ts";
import type { Environment } from "./environment.ts";
import { fourRooms } from "./grid-world.ts";
import { mountainCar } from "./mountain-car.ts";
import { pendulum } from "./pendulum.ts";
import { type Dynamics, vectorise } from "./vectorise.ts";

describe("checkEnvironment", () => {
  it.each<[string, Dynamics]>([
    ["pendulum", pendulum()],
    ["mountain car", mountainCar()],
    ["continuous mountain car", mountainCar("continuous")],
    ["acrobot", acrobot()],
    ["four rooms", fourRooms()],
    ["bandit", bandit({ pulls: 20 })],
    ["restless bandit", bandit({ kind: "restless" })],
    ["recharging bandit", bandit({ kind: "recharging" })],
    ["sparse bandit", bandit({ kind: "sparse" })],
  ])("passes %s", (_, dynamics) => {
    checkEnvironment((count) => vectorise(dynamics, count));
  });

  const broken = (change: Partial<Dynamics>) => () =>
    checkEnvironment((count) => vectorise({ ...pendulum(), ...change }, count));
  let calls = 0;

  it("catches hidden state", () => {
    const step: Dynamics["step"] = (state, at, actions, action, draw, out) => {
      pendulum().step(state, at, actions, action, draw, out);
      out.reward += ++calls * 1e-9;
    };
    expect(broken({ step })).toThrow(/a seed gives the same episodes again/);
  });

  it("catches a start that does not depend on the seed, with dynamics that draw nothing", () => {
    const start: Dynamics["start"] = (state, at) => state.fill(1, at, at + 2);
    const step: Dynamics["step"] = (state, at, _, __, ___, out) => {
      state[at] = (state[at] as number) + 0.1;
      out.reward = 0;
    };
    expect(broken({ start, step })).toThrow(/another seed gives other episodes/);
  });

  it("catches observations outside their space, and rewards that are not finite", () => {
    const observe: Dynamics["observe"] = (_, __, out, to) => out.fill(1.5, to, to + 3);
    expect(broken({ observe })).toThrow(/the first observation is in its space/);
    const step: Dynamics["step"] = (_, __, ___, ____, _____, out) => {
      out.reward = Number.NaN;
    };
    expect(broken({ step })).toThrow(/rewards and signals of step 0 are finite/);
  });

  it("catches copies that read each other, and state that `save` leaves out", () => {
    const shared: Dynamics["step"] = (state, at, actions, action, draw, out) => {
      pendulum().step(state, at, actions, action, draw, out);
      out.reward += state.length > 2 ? (state.at(-1) as number) : 0;
    };
    expect(broken({ step: shared })).toThrow(/copies are apart/);
    const forgetful = (count: number): Environment => {
      const environment = vectorise(bandit(), count);
      const restore = environment.restore.bind(environment);
      return Object.assign(environment, {
        restore: (state: readonly Float64Array[]) =>
          restore(state.map((array, k) => (k === 2 ? array.fill(0) : array))),
      });
    };
    expect(() => checkEnvironment(forgetful)).toThrow(/goes on bit by bit/);
  });
});
