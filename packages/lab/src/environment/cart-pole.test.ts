import { describe, expect, it } from "vitest";
import { cartPole } from "./cart-pole.ts";
import { checkEnvironment } from "./check-environment.ts";
import { type Draw, vectorise } from "./vectorise.ts";

const NO_DRAW = {} as Draw;

describe("cartPole", () => {
  it("keeps the promises of environments", () => {
    checkEnvironment((count) => vectorise(cartPole(), count));
  });

  // Gymnasium 1.4.0, CartPole-v1 from the state 0.01, −0.02, 0.03, 0.04.
  it("moves as Gymnasium's CartPole-v1 to 1e-15, up to the step that fails", () => {
    const state = Float64Array.of(0.01, -0.02, 0.03, 0.04);
    const out = { reward: 0, terminated: false };
    const actions = [1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    const ends = actions.map((_, t) => {
      cartPole().step(state, 0, actions, t, NO_DRAW, out);
      if (t === 4) {
        [0.03133333989170178, 0.17349499275068458, 0.0006599578018962032, -0.21681286835696195].forEach((value, k) => {
          expect(Math.abs((state[k] as number) - value)).toBeLessThan(1e-15);
        });
      }
      return out.terminated;
    });
    [0.1715681096364871, 1.7387800413871903, -0.2052341106253857, -2.696623667764392].forEach((value, k) => {
      expect(Math.abs((state[k] as number) - value)).toBeLessThan(2e-15);
    });
    // 12° are 0.2094 rad: −0.205 has not failed, the next step has.
    expect(ends).toEqual(actions.map(() => false));
    cartPole().step(state, 0, [1], 0, NO_DRAW, out);
    expect(out).toEqual({ reward: 1, terminated: true });
  });

  it("ends beyond 2.4 m, not at it", () => {
    const out = { reward: 0, terminated: false };
    for (const [place, end] of [
      [2.4, false],
      [-2.4, false],
      [2.4000001, true],
      [-2.4000001, true],
    ] as const) {
      cartPole().step(Float64Array.of(place, 0, 0, 0), 0, [0], 0, NO_DRAW, out);
      expect(out.terminated).toBe(end);
    }
  });

  it("is truncated after 500 steps when it stands that long", () => {
    const environment = vectorise(cartPole(), 1);
    environment.reset(3);
    let steps = 0;
    // Pushes towards where the pole falls and the cart runs: enough to stand.
    while (environment.terminated[0] === 0 && environment.truncated[0] === 0) {
      const [x, v, angle, turn] = environment.observations as unknown as [number, number, number, number];
      environment.step([0.1 * x + 0.3 * v + 3 * angle + turn > 0 ? 1 : 0]);
      steps++;
    }
    expect([steps, environment.terminated[0], environment.truncated[0]]).toEqual([500, 0, 1]);
    expect(environment.finalObservations.every((value) => value !== 0)).toBe(true);
    expect(environment.observations.every((value) => Math.abs(value) <= 0.05)).toBe(true);
  });

  it("starts uniformly within ±0.05", () => {
    const environment = vectorise(cartPole(), 500);
    environment.reset(1);
    const { observations } = environment;
    const mean = observations.reduce((sum, value) => sum + value, 0) / observations.length;
    const square = observations.reduce((sum, value) => sum + value * value, 0) / observations.length;
    expect(Math.abs(mean)).toBeLessThan(0.003);
    expect(Math.abs(square / (0.05 ** 2 / 3) - 1)).toBeLessThan(0.06);
  });
});
