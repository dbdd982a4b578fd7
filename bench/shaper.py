"""The shapers of shaper.ts in vectorised numpy, on the same numbers, timed once warm.

`plainMs` is the arithmetic alone; `ms` also keeps the mask of what is missing and finds what is not finite, as a shaper does.
"""
import json
import sys
import time

import numpy as np

group = int(sys.argv[2])
raw, reference = np.fromfile(sys.argv[1], dtype=np.float64).reshape(2, -1)
grouped = raw.reshape(-1, group)


def clip():
    return np.clip(raw, -0.5, 0.5)


def relative():
    return 1 / (1 + np.exp(-(raw - reference)))


def standardise():
    mean = grouped.mean(axis=1, keepdims=True)
    std = grouped.std(axis=1, keepdims=True)
    return ((grouped - mean) / np.where(std == 0, 1, std + 1e-8)).reshape(-1)


def rank():
    greater = (grouped[:, None, :] > grouped[:, :, None]).sum(axis=2)
    last = greater.max(axis=1, keepdims=True)
    return np.where(last == 0, 0, (last - greater) / np.where(last == 0, 1, last)).reshape(-1)


def win_rate():
    less = (grouped[:, None, :] < grouped[:, :, None]).sum(axis=2)
    equal = (grouped[:, None, :] == grouped[:, :, None]).sum(axis=2) - 1
    return ((less + 0.5 * equal) / (group - 1)).reshape(-1)


def running_normalise():
    mean, squares, count = 0.5, 80.0, 1000
    fresh, share = raw.mean(), len(raw) / (len(raw) + count)
    apart = fresh - mean
    total = squares + ((raw - fresh) ** 2).sum() + share * count * apart * apart
    return (raw - (mean + share * apart)) / (np.sqrt(total / (len(raw) + count)) + 1e-8)


present = np.ones(len(raw), dtype=np.uint8)


def kept(values):
    ok = present.astype(bool) & np.isfinite(values)
    return np.where(ok, values, 0), ok.astype(np.uint8)


timed = {}
for run in (clip, relative, standardise, rank, win_rate, running_normalise):
    kept(run())
    started = time.perf_counter()
    values = run()
    between = time.perf_counter()
    kept(values)
    ended = time.perf_counter()
    timed[run.__name__] = {
        "ms": 1000 * (ended - started),
        "plainMs": 1000 * (between - started),
        "check": values[:8].tolist(),
    }
print(json.dumps(timed))
