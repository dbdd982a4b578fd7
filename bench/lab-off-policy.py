"""Stable-Baselines3's SAC or TD3 on Pendulum-v1 to −200, with the hyper-parameters of the lab; one JSON line per seed."""

import json
import sys
import time

import gymnasium
import numpy
import stable_baselines3
import torch
from stable_baselines3 import SAC, TD3
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.noise import NormalActionNoise, VectorizedActionNoise

THRESHOLD = -200
COPIES = 2


class UntilSolved(BaseCallback):
    """Stops at the first evaluation that meets the threshold: 16 episodes after every 100 steps of the copies."""

    solved = None
    best = float("-inf")
    wall = 0.0
    cpu = 0.0

    def _on_step(self):
        if self.n_calls % 100 != 0:
            return True
        wall, cpu = time.perf_counter(), time.process_time()
        value, _ = evaluate_policy(self.model, self.test, n_eval_episodes=16, deterministic=True, warn=False)
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu
        self.best = max(self.best, float(value))
        if value >= THRESHOLD:
            self.solved = self.num_timesteps
            return False
        return True


def run(method, seed):
    # Two threads are slower than one on networks of this size.
    torch.set_num_threads(1)
    env = make_vec_env("Pendulum-v1", n_envs=COPIES, seed=seed)
    settings = dict(
        learning_rate=2e-3, buffer_size=20_000, learning_starts=400, batch_size=64, tau=0.01, gamma=0.98,
        train_freq=1, gradient_steps=1, policy_kwargs={"net_arch": [64, 64]}, seed=seed, device="cpu",
    )
    if method == "SAC":
        model = SAC("MlpPolicy", env, **settings)
    else:
        # Noise is added to actions in −1 … 1, as here.
        noise = VectorizedActionNoise(NormalActionNoise(numpy.zeros(1), 0.1 * numpy.ones(1)), COPIES)
        model = TD3("MlpPolicy", env, action_noise=noise, **settings)
    callback = UntilSolved()
    callback.test = make_vec_env("Pendulum-v1", n_envs=16, seed=seed + 1000)
    wall, cpu = time.perf_counter(), time.process_time()
    model.learn(total_timesteps=16_000, callback=callback)
    wall, cpu = time.perf_counter() - wall - callback.wall, time.process_time() - cpu - callback.cpu
    return {"seed": seed, "seconds": wall, "cpuSeconds": cpu, "steps": callback.solved, "best": callback.best}


versions = {"stable_baselines3": stable_baselines3.__version__, "torch": torch.__version__, "gymnasium": gymnasium.__version__}
print(json.dumps({**run(sys.argv[1], int(sys.argv[2])), "versions": versions}))
