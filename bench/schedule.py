"""The schedules of schedule.ts in numpy, on the same numbers and on one thread as well, each timed warm: the median of several runs."""
import json
import os
import statistics
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402

signals, rollouts, size, dimension, runs = (int(a) for a in sys.argv[2:7])
data = np.fromfile(sys.argv[1], dtype=np.float64)
columns = data[: signals * rollouts].reshape(signals, rollouts)
gradients = data[signals * rollouts:].reshape(size, dimension)
present = np.ones(rollouts, dtype=bool)


def multiplier():
    mean = np.mean(columns[0], where=present)
    return 0.0 - 0.1 * (mean - 0.25) * 0.25


def hypervolume():
    x, y, z = (np.mean(column, where=present) for column in columns)
    return 0.5 + 1.5 * np.tanh(x * y * z)


def min_norm():
    gram = gradients @ gradients.T
    norms = np.sqrt(np.diag(gram))
    gram = gram / norms[:, None] / norms[None, :]
    weights = np.full(size, 1.0 / size)
    slopes = gram @ weights
    while True:
        giver = int(np.argmax(np.where(weights > 0, slopes, -np.inf)))
        taker = int(np.argmin(slopes))
        gap = slopes[giver] - slopes[taker]
        if gap <= 1e-12:
            break
        bend = gram[giver, giver] + gram[taker, taker] - 2 * gram[giver, taker]
        share = min(weights[giver], gap / bend) if bend > 0 else weights[giver]
        weights[giver] -= share
        weights[taker] += share
        slopes += share * (gram[taker] - gram[giver])
    direction = (weights / norms) @ gradients * norms.mean()
    return [*weights.tolist(), float(direction[0])]


def timed(run):
    run()
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds), result


(multiplier_ms, z), (hypervolume_ms, weight), (min_norm_ms, solved) = timed(multiplier), timed(hypervolume), timed(min_norm)
print(json.dumps({
    "multiplierMs": multiplier_ms,
    "hypervolumeMs": hypervolume_ms,
    "minNormMs": min_norm_ms,
    "check": [float(z), float(weight), *solved],
}))
