"""Stable-Baselines3's PPO on a MuJoCo task, with CleanRL's settings for continuous actions; one JSON line per seed."""

import json
import sys
import time

import gymnasium
import mujoco
import stable_baselines3
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.monitor import Monitor
from stable_baselines3.common.vec_env import DummyVecEnv, VecNormalize

STEPS = 2048


class Curve(BaseCallback):
    """Mean return of the last 100 episodes after every update; the settings have one copy."""

    def __init__(self):
        super().__init__()
        self.curve = []

    def _on_step(self):
        return True

    def _on_rollout_end(self):
        returns = [episode["r"] for episode in self.model.ep_info_buffer]
        self.curve.append([self.num_timesteps, round(float(sum(returns) / max(1, len(returns))), 3)])


def run(task, seed, steps):
    # Two threads are slower than one on networks of this size.
    torch.set_num_threads(1)
    env = DummyVecEnv([lambda: Monitor(gymnasium.make(task))])
    env.seed(seed)
    env = VecNormalize(env, gamma=0.99)
    # CleanRL, ppo_continuous_action.py: tanh, two layers of 64 for policy and critic, log deviation 0 as a parameter
    model = PPO(
        "MlpPolicy", env, n_steps=STEPS, batch_size=64, n_epochs=10, gamma=0.99, gae_lambda=0.95, clip_range=0.2,
        clip_range_vf=0.2, ent_coef=0.0, vf_coef=0.5, max_grad_norm=0.5, learning_rate=lambda left: 3e-4 * left,
        seed=seed, device="cpu", verbose=0,
    )
    callback = Curve()
    wall, cpu = time.perf_counter(), time.process_time()
    model.learn(total_timesteps=steps, callback=callback)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    played = model.num_timesteps
    return {"seed": seed, "curve": callback.curve, "played": played, "seconds": wall, "cpuSeconds": cpu}


versions = {
    "stable_baselines3": stable_baselines3.__version__, "torch": torch.__version__,
    "gymnasium": gymnasium.__version__, "mujoco": mujoco.__version__,
}
print(json.dumps({**run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])), "versions": versions}))
