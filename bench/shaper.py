"""The shapers of shaper.ts in vectorised numpy, on the same numbers."""
import numpy as np

from side_by_side import columns, measure

group = 8
raw, reference = np.floor(64 * columns()) / 32 - 1
grouped = raw.reshape(-1, group)
mask, other_mask = np.ones(len(raw), dtype=bool), np.ones(len(raw), dtype=bool)


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


measure({
    "clip": (clip, [mask]),
    "relative": (relative, [mask, other_mask]),
    "standardise": (standardise, [mask]),
    "rank": (rank, [mask]),
    "win_rate": (win_rate, [mask]),
    "running_normalise": (running_normalise, [mask]),
})
