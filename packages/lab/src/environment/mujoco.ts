import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Environment, EnvironmentState, Space } from "./environment.ts";
import type { MujocoBody, MujocoModel } from "./mujoco-model.ts";

type Engine = Awaited<ReturnType<typeof loadEngine>>;
type Model = InstanceType<Engine["MjModel"]>;
type Data = InstanceType<Engine["MjData"]>;

/**
 * N simulated bodies of a MuJoCo model that step together.
 *
 * @param model - `HOPPER`, `REACHER`, `INVERTED_PENDULUM`, or another
 * @throws RewardError GUERDON_ENGINE_MISSING without the package `@mujoco/mujoco`
 */
export async function mujoco(model: MujocoModel, count: number): Promise<Environment> {
  return new Bodies(await loadEngine(), model, count);
}

class Bodies implements Environment {
  readonly id: `${string}@${number}`;
  readonly count: number;
  readonly observation: Space;
  readonly action: Space;
  readonly observations: Float32Array;
  readonly finalObservations: Float32Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly signals: Environment["signals"] = {};
  readonly #engine: Engine;
  readonly #spec: MujocoModel;
  readonly #model: Model;
  readonly #bodies: readonly SimulatedBody[];
  readonly #age: Float64Array;
  readonly #draws: Float64Array;
  readonly #keys: Float64Array;

  constructor(engine: Engine, spec: MujocoModel, count: number) {
    const { observationSize, actions, actionBound } = spec;
    const wide = new Array<number>(observationSize).fill(Number.POSITIVE_INFINITY);
    const bounds = new Array<number>(actions).fill(actionBound);
    this.#engine = engine;
    this.#spec = spec;
    this.#model = engine.MjModel.from_xml_string(spec.xml) as Model;
    this.#bodies = Array.from(
      { length: count },
      () => new SimulatedBody(new engine.MjData(this.#model), this.#model, spec),
    );
    this.id = spec.id;
    this.count = count;
    this.observation = { kind: "box", low: wide.map((bound) => -bound), high: wide };
    this.action = { kind: "box", low: bounds.map((bound) => -bound), high: bounds };
    this.observations = new Float32Array(count * observationSize);
    this.finalObservations = new Float32Array(count * observationSize);
    this.rewards = new Float64Array(count);
    this.terminated = new Uint8Array(count);
    this.truncated = new Uint8Array(count);
    this.#age = new Float64Array(count);
    this.#draws = new Float64Array(count);
    this.#keys = new Float64Array(count);
    this.reset(0);
  }

  reset(seed: number): void {
    for (let i = 0; i < this.count; i++) {
      this.#keys[i] = streamKey(seed, `${this.id}/${i}`);
      this.#draws[i] = 0;
      this.#begin(i);
    }
    for (const column of [this.rewards, this.terminated, this.truncated]) column.fill(0);
  }

  step(actions: ArrayLike<number>): void {
    const { actions: width, observationSize, frameSkip, maxSteps } = this.#spec;
    if (actions.length !== this.count * width) {
      throw new RewardError(
        "GUERDON_SHAPE",
        `Expected \`actions\` to have ${this.count * width} values, got ${actions.length}.`,
      );
    }
    for (let i = 0; i < this.count; i++) {
      const body = this.#bodies[i] as SimulatedBody;
      const before = body.qpos[0] as number;
      const control = body.ctrl;
      for (let k = 0; k < width; k++) control[k] = actions[i * width + k] as number;
      for (let k = 0; k < frameSkip; k++) this.#engine.mj_step(this.#model, body.data);
      this.#age[i] = (this.#age[i] as number) + 1;
      this.rewards[i] = this.#spec.reward(body, actions, i * width, before);
      const isEnd = this.#spec.terminated(body);
      const isCut = !isEnd && (this.#age[i] as number) >= maxSteps;
      this.terminated[i] = isEnd ? 1 : 0;
      this.truncated[i] = isCut ? 1 : 0;
      const rows = isEnd || isCut ? this.finalObservations : this.observations;
      this.#spec.observe(body, rows, i * observationSize);
      if (isEnd || isCut) this.#begin(i);
    }
  }

  save(): EnvironmentState {
    const bodies = this.#bodies.map(({ state }) => state).flatMap((state) => state.map((array) => array.slice()));
    return [this.#age.slice(), this.#draws.slice(), this.#keys.slice(), this.observations, ...bodies].map((array) =>
      Float64Array.from(array),
    );
  }

  restore([age, draws, keys, observations, ...bodies]: EnvironmentState): void {
    this.#age.set(age as Float64Array);
    this.#draws.set(draws as Float64Array);
    this.#keys.set(keys as Float64Array);
    this.#bodies.forEach((body, i) => {
      const { state } = body;
      for (const [k, array] of state.entries()) array.set(bodies[i * state.length + k] as Float64Array);
      // Places of bodies follow from the rest; what the solver starts from must be put back after that.
      this.#engine.mj_forward(this.#model, body.data);
      for (const [k, array] of state.entries()) array.set(bodies[i * state.length + k] as Float64Array);
    });
    this.observations.set(observations as Float64Array);
  }

  close(): void {
    for (const { data } of this.#bodies) data.delete();
    this.#model.delete();
  }

  #begin(i: number): void {
    const body = this.#bodies[i] as SimulatedBody;
    const key = this.#keys[i] as number;
    const between = (low: number, high: number): number => {
      const uniform = uniformAt(key, this.#draws[i] as number);
      this.#draws[i] = (this.#draws[i] as number) + 1;
      return low + (high - low) * uniform;
    };
    this.#engine.mj_resetData(this.#model, body.data);
    this.#spec.start(body, { between });
    this.#engine.mj_forward(this.#model, body.data);
    this.#age[i] = 0;
    this.#spec.observe(body, this.observations, i * this.#spec.observationSize);
  }
}

type ViewName = "qpos" | "qvel" | "xpos" | "ctrl" | "warm";

/** Views of one body's numbers; those of the engine move when its memory grows. */
class SimulatedBody implements MujocoBody {
  readonly data: Data;
  readonly seconds: number;
  #views: { readonly [name in ViewName]: Float64Array } | undefined;

  constructor(data: Data, model: Model, { frameSkip }: MujocoModel) {
    this.data = data;
    this.seconds = model.opt.timestep * frameSkip;
  }

  get qpos(): Float64Array {
    return this.#view("qpos");
  }

  get qvel(): Float64Array {
    return this.#view("qvel");
  }

  get xpos(): Float64Array {
    return this.#view("xpos");
  }

  get ctrl(): Float64Array {
    return this.#view("ctrl");
  }

  /** All that a step depends on. */
  get state(): readonly Float64Array[] {
    return [this.qpos, this.qvel, this.#view("warm")];
  }

  #view(name: ViewName): Float64Array {
    if (this.#views === undefined || this.#views.qpos.byteLength === 0) {
      const { qpos, qvel, xpos, ctrl, qacc_warmstart: warm } = this.data as unknown as { [name: string]: Float64Array };
      this.#views = { qpos, qvel, xpos, ctrl, warm } as { readonly [name in ViewName]: Float64Array };
    }
    return this.#views[name];
  }
}

async function loadEngine() {
  try {
    const { default: load } = await import("@mujoco/mujoco");
    return await load();
  } catch (cause) {
    throw new RewardError(
      "GUERDON_ENGINE_MISSING",
      "Expected the package `@mujoco/mujoco` to be installed, got none.",
      {
        hint: "Run `npm install @mujoco/mujoco@3.14.0`.",
        details: { engine: "@mujoco/mujoco" },
        cause,
      },
    );
  }
}
