"""Bodies as text: one text for one content, so that its hash can name the call."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

from .errors import SettingsError


def json_text(value: Any) -> bytes:
    """Writes JSON with sorted keys and no spaces: equal contents give equal bytes.

    Raises:
        SettingsError: for what JSON cannot carry (NaN, infinities, objects of other libraries).
    """
    try:
        return _written(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a surrogate pair, as a broken decoder leaves it: only its escape is UTF-8
        return _written(value, ensure_ascii=True).encode()
    except (TypeError, ValueError) as error:
        raise SettingsError(f"Expected a body that JSON can carry, got: {error}.") from error


def _written(value: Any, ensure_ascii: bool) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=ensure_ascii, allow_nan=False)


def content_key(path: str, body: bytes) -> str:
    """Idempotency key of a call: a hash of where it goes and what it says, the same for every retry of it."""
    return hashlib.sha256(path.encode() + b"\n" + body).hexdigest()


def plain_json(value: Any, where: str) -> Any:
    """Turns what datasets hold (numpy and torch numbers and arrays, tuples, dates) into plain JSON values.

    Args:
        value: anything.
        where: its name, for the error.

    Raises:
        SettingsError: for a value that has no JSON form, such as an image, or is not finite.
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        raise SettingsError(f"Expected `{where}` to be finite, got {value!r}. JSON has no such number.")
    if isinstance(value, Mapping):
        return {str(key): plain_json(entry, f"{where}.{key}") for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_json(entry, f"{where}[{index}]") for index, entry in enumerate(value)]
    if callable(getattr(value, "tolist", None)):
        return plain_json(value.tolist(), where)
    if callable(getattr(value, "isoformat", None)):
        return value.isoformat()
    raise SettingsError(
        f"Expected `{where}` to have a JSON form, got {type(value).__name__}. Name the columns that the reward reads."
    )
