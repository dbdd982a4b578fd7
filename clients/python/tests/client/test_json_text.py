"""One content, one text; and what JSON cannot carry is said, not sent."""

from __future__ import annotations

import datetime
import json

import pytest

from guerdon import SettingsError
from guerdon.json_text import content_key, json_text, plain_json


def test_equal_contents_are_equal_bytes():
    assert (
        json_text({"b": [1, 2.5], "a": "π"}) == json_text({"a": "π", "b": [1, 2.5]}) == '{"a":"π","b":[1,2.5]}'.encode()
    )
    assert content_key("/a", b"x") != content_key("/b", b"x")


def test_half_a_surrogate_pair_is_escaped():
    text = json_text({"text": "a\ud800é"})
    assert text == b'{"text":"a\\ud800\\u00e9"}'
    assert json.loads(text) == {"text": "a\ud800é"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object()])
def test_what_json_cannot_carry_is_refused(value):
    with pytest.raises(SettingsError):
        json_text({"a": value})
    with pytest.raises(SettingsError, match=r"`column\.a\[0\]`"):
        plain_json({"a": [value]}, "column")


class Array:
    """Like a numpy array or a torch tensor."""

    def tolist(self):
        return [1, [2.5]]


def test_values_of_datasets_become_plain():
    value = {1: (Array(), True, None), "at": datetime.date(2026, 1, 2)}
    assert plain_json(value, "row") == {"1": [[1, [2.5]], True, None], "at": "2026-01-02"}
