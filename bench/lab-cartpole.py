"""Stable-Baselines3's PPO on CartPole-v1 to a mean return of 475 over 100 episodes; one JSON line per seed."""

import json
import sys
import time

import gymnasium
import stable_baselines3
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env

THRESHOLD = 475
STEPS = 100_000


class UntilSolved(BaseCallback):
    """Stops once the last 100 episodes return 475 on average."""

    solved = None

    def _on_step(self):
        returns = [episode["r"] for episode in self.model.ep_info_buffer]
        if len(returns) == 100 and sum(returns) / 100 >= THRESHOLD:
            self.solved = self.num_timesteps
            return False
        return True


def linear(initial):
    return lambda remaining: remaining * initial


def run(seed):
    # Two threads are slower than one on networks of this size.
    torch.set_num_threads(1)
    env = make_vec_env("CartPole-v1", n_envs=8, seed=seed)
    # rl-baselines3-zoo, hyperparams/ppo.yml, CartPole-v1
    model = PPO(
        "MlpPolicy", env, n_steps=32, batch_size=256, gae_lambda=0.8, gamma=0.98, n_epochs=20, ent_coef=0.0,
        learning_rate=linear(0.001), clip_range=linear(0.2), seed=seed, device="cpu", verbose=0,
    )
    callback = UntilSolved()
    wall, cpu = time.perf_counter(), time.process_time()
    model.learn(total_timesteps=STEPS, callback=callback)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"seconds": wall, "cpuSeconds": cpu, "steps": callback.solved, "played": model.num_timesteps}


versions = {"stable_baselines3": stable_baselines3.__version__, "torch": torch.__version__, "gymnasium": gymnasium.__version__}
print(json.dumps({**run(int(sys.argv[1])), "versions": versions}))
