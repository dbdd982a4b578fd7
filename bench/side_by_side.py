"""The numpy side of a bench: the time of one warm run of the part it is asked for, on one thread."""
import json
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402


def columns():
    """The columns that Guerdon has, from the file both read."""
    return np.fromfile(sys.argv[1], dtype=np.float64).reshape(int(sys.argv[2]), -1)


def kept(values, *masks):
    """What every piece does besides its arithmetic: values where all inputs have one and the result is finite, else 0."""
    present = np.isfinite(values)
    for mask in masks:
        present &= mask
    return np.where(present, values, 0.0), present


def clocked(run):
    started = time.perf_counter()
    result = run()
    return 1000 * (time.perf_counter() - started), result


def measure(parts):
    """Runs the part that is asked for, once warm; what the first run gave is kept, so that memory is fresh.

    Each part is (arithmetic, masks of the inputs or what makes them); None where nothing could be missing.
    """
    run, masks = parts[sys.argv[3]]
    whole = run if masks is None else lambda: kept(run(), *(masks() if callable(masks) else masks))
    first = run()
    plain, second = clocked(run)
    third = whole()
    ms, result = clocked(whole)
    flat = np.asarray(result if masks is None else result[0], dtype=np.float64).reshape(-1)
    check = flat[:: max(1, flat.size // 16)].tolist()
    del first, second, third
    print(json.dumps({"ms": ms, "plainMs": plain, "check": check}))
