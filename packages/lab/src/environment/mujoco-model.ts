/** A body model for MuJoCo, and what an environment makes of it: numbers as in Gymnasium's models of the same name. */
export interface MujocoModel {
  readonly id: `${string}@${number}`;
  /** MJCF without looks: they weigh on nothing. */
  readonly xml: string;
  /** Physics steps of one step of the environment. */
  readonly frameSkip: number;
  readonly maxSteps: number;
  readonly actions: number;
  /** O */
  readonly observationSize: number;
  /** Bounds of the action; that of the observation is open. */
  readonly actionBound: number;
  start(body: MujocoBody, draw: { between(low: number, high: number): number }): void;
  observe(body: MujocoBody, out: Float32Array, to: number): void;
  /** @param before - qpos[0] before the step */
  reward(body: MujocoBody, actions: ArrayLike<number>, action: number, before: number): number;
  terminated(body: MujocoBody): boolean;
}

/** The numbers of one simulated body. */
export interface MujocoBody {
  readonly qpos: Float64Array;
  readonly qvel: Float64Array;
  /** [3 · bodies] places in the world. */
  readonly xpos: Float64Array;
  /** Seconds of one step of the environment. */
  readonly seconds: number;
}

/** Hopper-v5: a leg of four links that hops forward; healthy above 0.7 m and within 0.2 rad of upright. */
export const HOPPER: MujocoModel = {
  id: "hopper@1",
  frameSkip: 4,
  maxSteps: 1000,
  actions: 3,
  observationSize: 11,
  actionBound: 1,
  xml: `<mujoco><compiler angle="degree" inertiafromgeom="true"/>
<default><joint armature="1" damping="1" limited="true"/>
<geom contype="1" conaffinity="1" condim="1" margin="0.001" solimp="0.8 0.8 0.01" solref="0.02 1"/></default>
<option integrator="RK4" timestep="0.002"/>
<worldbody><geom type="plane" size="20 20 0.125" condim="3"/>
<body pos="0 0 1.25">
<joint type="slide" axis="1 0 0" pos="0 0 -1.25" armature="0" damping="0" limited="false"/>
<joint type="slide" axis="0 0 1" pos="0 0 -1.25" ref="1.25" armature="0" damping="0" limited="false"/>
<joint type="hinge" axis="0 1 0" armature="0" damping="0" limited="false"/>
<geom type="capsule" size="0.05 0.2" friction="0.9"/>
<body pos="0 0 -0.2"><joint name="thigh" type="hinge" axis="0 -1 0" range="-150 0"/>
<geom type="capsule" pos="0 0 -0.225" size="0.05 0.225" friction="0.9"/>
<body pos="0 0 -0.7"><joint name="leg" type="hinge" axis="0 -1 0" pos="0 0 0.25" range="-150 0"/>
<geom type="capsule" size="0.04 0.25" friction="0.9"/>
<body pos="0.13 0 -0.35"><joint name="foot" type="hinge" axis="0 -1 0" pos="-0.13 0 0.1" range="-45 45"/>
<geom type="capsule" pos="-0.065 0 0.1" quat="0.7071067811865476 0 -0.7071067811865475 0" size="0.06 0.195" friction="2"/>
</body></body></body></body></worldbody>
<actuator><motor joint="thigh" gear="200" ctrllimited="true" ctrlrange="-1 1"/>
<motor joint="leg" gear="200" ctrllimited="true" ctrlrange="-1 1"/>
<motor joint="foot" gear="200" ctrllimited="true" ctrlrange="-1 1"/></actuator></mujoco>`,
  start({ qpos, qvel }, draw) {
    for (const values of [qpos, qvel]) {
      for (let k = 0; k < 6; k++) values[k] = (values === qpos && k === 1 ? 1.25 : 0) + draw.between(-0.005, 0.005);
    }
  },
  observe({ qpos, qvel }, out, to) {
    for (let k = 1; k < 6; k++) out[to + k - 1] = qpos[k] as number;
    for (let k = 0; k < 6; k++) out[to + 5 + k] = Math.min(10, Math.max(-10, qvel[k] as number));
  },
  reward(body, actions, action, before) {
    const forward = ((body.qpos[0] as number) - before) / body.seconds;
    return forward + (isHealthy(body) ? 1 : 0) - 1e-3 * squares(actions, action, 3);
  },
  terminated: (body) => !isHealthy(body),
};

function isHealthy({ qpos, qvel }: MujocoBody): boolean {
  const within = (values: Float64Array, from: number): boolean => {
    for (let k = from; k < 6; k++) if (!(Math.abs(values[k] as number) < 100)) return false;
    return true;
  };
  return (qpos[1] as number) > 0.7 && Math.abs(qpos[2] as number) < 0.2 && within(qpos, 2) && within(qvel, 0);
}

/** Reacher-v5: an arm of two links in a plane moves its tip to a target. */
export const REACHER: MujocoModel = {
  id: "reacher@1",
  frameSkip: 2,
  maxSteps: 50,
  actions: 2,
  observationSize: 10,
  actionBound: 1,
  xml: `<mujoco><compiler angle="radian" inertiafromgeom="true"/>
<default><joint armature="1" damping="1" limited="true"/><geom contype="0" friction="1 0.1 0.1"/></default>
<option gravity="0 0 -9.81" integrator="RK4" timestep="0.01"/>
<worldbody><geom type="plane" size="1 1 10" conaffinity="0"/>
<geom type="capsule" fromto="-.3 -.3 .01 .3 -.3 .01" size=".02" conaffinity="0"/>
<geom type="capsule" fromto=".3 -.3 .01 .3 .3 .01" size=".02" conaffinity="0"/>
<geom type="capsule" fromto="-.3 .3 .01 .3 .3 .01" size=".02" conaffinity="0"/>
<geom type="capsule" fromto="-.3 -.3 .01 -.3 .3 .01" size=".02" conaffinity="0"/>
<body pos="0 0 .01"><geom type="capsule" fromto="0 0 0 0.1 0 0" size=".01"/>
<joint name="shoulder" type="hinge" axis="0 0 1" limited="false"/>
<body pos="0.1 0 0"><joint name="elbow" type="hinge" axis="0 0 1" range="-3 3"/>
<geom type="capsule" fromto="0 0 0 0.1 0 0" size=".01"/>
<body name="tip" pos="0.11 0 0"><geom type="sphere" size=".01"/></body></body></body>
<body name="target" pos=".1 -.1 .01">
<joint type="slide" axis="1 0 0" range="-.27 .27" ref=".1" armature="0" damping="0"/>
<joint type="slide" axis="0 1 0" range="-.27 .27" ref="-.1" armature="0" damping="0"/>
<geom type="sphere" size=".009" conaffinity="0"/></body></worldbody>
<actuator><motor joint="shoulder" gear="200" ctrllimited="true" ctrlrange="-1 1"/>
<motor joint="elbow" gear="200" ctrllimited="true" ctrlrange="-1 1"/></actuator></mujoco>`,
  start({ qpos, qvel }, draw) {
    for (let k = 0; k < 2; k++) qpos[k] = draw.between(-0.1, 0.1);
    do {
      for (let k = 2; k < 4; k++) qpos[k] = draw.between(-0.2, 0.2);
    } while (Math.hypot(qpos[2] as number, qpos[3] as number) >= 0.2);
    for (let k = 0; k < 4; k++) qvel[k] = k < 2 ? draw.between(-0.005, 0.005) : 0;
  },
  observe({ qpos, qvel, xpos }, out, to) {
    for (const k of [0, 1]) {
      out[to + k] = Math.cos(qpos[k] as number);
      out[to + 2 + k] = Math.sin(qpos[k] as number);
      out[to + 4 + k] = qpos[2 + k] as number;
      out[to + 6 + k] = qvel[k] as number;
      out[to + 8 + k] = (xpos[TIP + k] as number) - (xpos[TARGET + k] as number);
    }
  },
  reward({ xpos }, actions, action) {
    let distance = 0;
    for (let k = 0; k < 3; k++) distance += ((xpos[TIP + k] as number) - (xpos[TARGET + k] as number)) ** 2;
    return -Math.sqrt(distance) - squares(actions, action, 2);
  },
  terminated: () => false,
};

/** Where the bodies `tip` and `target` are in `xpos`: the fourth and fifth after the world. */
const TIP = 3 * 3;
const TARGET = 3 * 4;

/** InvertedPendulum-v5: a cart keeps a pole within 0.2 rad of upright. */
export const INVERTED_PENDULUM: MujocoModel = {
  id: "inverted-pendulum@1",
  frameSkip: 2,
  maxSteps: 1000,
  actions: 1,
  observationSize: 4,
  actionBound: 3,
  xml: `<mujoco><compiler inertiafromgeom="true"/>
<default><joint armature="0" damping="1" limited="true"/><geom contype="0" friction="1 0.1 0.1"/></default>
<option gravity="0 0 -9.81" integrator="RK4" timestep="0.02"/>
<worldbody><geom type="capsule" quat="0.707 0 0.707 0" size="0.02 1"/>
<body><joint name="slider" type="slide" axis="1 0 0" range="-1 1"/>
<geom type="capsule" quat="0.707 0 0.707 0" size="0.1 0.1"/>
<body><joint type="hinge" axis="0 1 0" range="-90 90"/>
<geom type="capsule" fromto="0 0 0 0.001 0 0.6" size="0.049 0.3"/></body></body></worldbody>
<actuator><motor joint="slider" gear="100" ctrllimited="true" ctrlrange="-3 3"/></actuator></mujoco>`,
  start({ qpos, qvel }, draw) {
    for (const values of [qpos, qvel]) for (let k = 0; k < 2; k++) values[k] = draw.between(-0.01, 0.01);
  },
  observe({ qpos, qvel }, out, to) {
    for (const k of [0, 1]) {
      out[to + k] = qpos[k] as number;
      out[to + 2 + k] = qvel[k] as number;
    }
  },
  reward: (body) => (INVERTED_PENDULUM.terminated(body) ? 0 : 1),
  terminated: ({ qpos, qvel }) => !(Math.abs(qpos[1] as number) <= 0.2) || ![...qpos, ...qvel].every(Number.isFinite),
};

function squares(actions: ArrayLike<number>, from: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += (actions[from + k] as number) ** 2;
  return sum;
}
