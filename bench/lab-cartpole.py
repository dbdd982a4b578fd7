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


def run(seed, threads):
    torch.set_num_threads(threads)
    env = make_vec_env("CartPole-v1", n_envs=8, seed=seed)
    # rl-baselines3-zoo, hyperparams/ppo.yml, CartPole-v1
    model = PPO(
        "MlpPolicy", env, n_steps=32, batch_size=256, gae_lambda=0.8, gamma=0.98, n_epochs=20, ent_coef=0.0,
        learning_rate=linear(0.001), clip_range=linear(0.2), seed=seed, device="cpu", verbose=0,
    )
    callback = UntilSolved()
    start = time.perf_counter()
    model.learn(total_timesteps=STEPS, callback=callback)
    seconds = time.perf_counter() - start
    return {"seed": seed, "seconds": seconds, "steps": callback.solved, "total": model.num_timesteps}


threads = int(sys.argv[1])
print(json.dumps({"stable_baselines3": stable_baselines3.__version__, "torch": torch.__version__, "gymnasium": gymnasium.__version__}), flush=True)
for line in sys.stdin:
    print(json.dumps(run(int(line), threads)), flush=True)
