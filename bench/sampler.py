"""The pieces of sampler.ts in vectorised numpy, on the same numbers, timed once warm."""
import json
import sys
import time

import numpy as np

group = int(sys.argv[2])
length, draws = np.fromfile(sys.argv[1], dtype=np.float64).reshape(2, -1)
correct = (draws > 0.4).astype(np.float64)
lengths, right = length.reshape(-1, group), correct.reshape(-1, group)


def length_rank():
    least = lengths.min(axis=1, keepdims=True)
    spread = lengths.max(axis=1, keepdims=True) - least
    place = np.where(spread == 0, 0, 0.5 - (lengths - least) / np.where(spread == 0, 1, spread))
    return np.where(right > 0, place, np.minimum(0, place)).reshape(-1)


def length_sigmoid():
    count = right.sum(axis=1, keepdims=True)
    some = np.maximum(count, 1)
    mean = (lengths * right).sum(axis=1, keepdims=True) / some
    deviation = np.sqrt((right * (lengths - mean) ** 2).sum(axis=1, keepdims=True) / some)
    z = np.where(deviation == 0, 0, (lengths - mean) / np.where(deviation == 0, 1, deviation))
    return (right * (1 - 0.6 / (1 + np.exp(-z)))).reshape(-1)


def trajectory_weight():
    stretched = (length - length.min()) / (length.max() - length.min())
    heat = np.exp((stretched - 1) / 0.1)
    return heat / heat.sum()


np.seterr(over="ignore")
result = {}
for piece in (length_rank, length_sigmoid, trajectory_weight):
    piece()
    started = time.perf_counter()
    out = piece()
    result[piece.__name__] = {"ms": 1000 * (time.perf_counter() - started), "check": out[:8].tolist()}
print(json.dumps(result))
