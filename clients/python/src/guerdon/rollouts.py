"""Rollouts of what trainers hand over: prompts, completions, dataset columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .errors import SettingsError
from .json_text import json_text, plain_json

if TYPE_CHECKING:
    from .protocol import ScoreRequestRollout as Rollout

ID_DIGITS = 24
#: Names under which a program finds the one reference of trainers that have no dataset row.
ANSWER_NAMES = ("answer", "label", "ground_truth")


def make_rollout(prompt: Any, completion: Any, item: Any, group: str | None = None) -> Rollout:
    """A rollout whose id is its content, so that a retry and a restarted trainer name it alike.

    Args:
        prompt: text or chat messages.
        completion: text or chat messages.
        item: the dataset row, `{{ item.* }}` in a program.
        group: what rollouts of one prompt share. Default: the server takes the prompt's content.
    """
    content: Rollout = {
        "prompt": _messages(prompt, "prompt"),
        "completion": _messages(completion, "completion"),
        "item": plain_json(item, "item"),
    }
    if group is not None:
        content["group"] = group
    return {"id": hashlib.sha256(json_text(content)).hexdigest()[:ID_DIGITS], **content}


def with_distinct_ids(rollouts: Iterable[Rollout]) -> list[Rollout]:
    """The same rollouts, where the second of two equal ones has an id that ends in `#2`."""
    counts: dict[str, int] = {}
    distinct: list[Rollout] = []
    for rollout in rollouts:
        count = counts[rollout["id"]] = counts.get(rollout["id"], 0) + 1
        distinct.append(rollout if count == 1 else {**rollout, "id": f"{rollout['id']}#{count}"})
    return distinct


def answer_item(reference: Any) -> dict[str, Any]:
    """The row of a trainer that knows one reference only: it is `item.answer`, `item.label` and `item.ground_truth`;
    the fields of a mapping besides, which keep their own value under these names."""
    if reference is None:
        return {}
    own = dict(reference) if isinstance(reference, Mapping) else {}
    return {**dict.fromkeys(ANSWER_NAMES, reference), **own}


def column_rows(columns: Mapping[str, Any], size: int, names: Sequence[str] | None) -> list[dict[str, Any]]:
    """Rows of dataset columns, as `item` of each rollout.

    Raises:
        SettingsError: for a name that is no column, or a column of another length.
    """
    if names is not None and (missing := [name for name in names if name not in columns]):
        known = ", ".join(sorted(columns)) or "none"
        raise SettingsError(f"Expected the dataset to have the columns {missing}, got: {known}.")
    taken = {name: values for name, values in columns.items() if names is None or name in names}
    for name, values in taken.items():
        if not isinstance(values, Sequence) or isinstance(values, str) or len(values) != size:
            raise SettingsError(f"Expected the column `{name}` to have {size} entries, one for each completion.")
    return [{name: plain_json(values[index], name) for name, values in taken.items()} for index in range(size)]


def _messages(given: Any, where: str) -> Any:
    if given is None or isinstance(given, str):
        return given or ""
    if isinstance(given, Mapping):
        given = [given]
    return [plain_json(_mapping(message), f"{where}[{index}]") for index, message in enumerate(given)]


def _mapping(message: Any) -> Any:
    """Messages of some trainers are pydantic models."""
    dump = getattr(message, "model_dump", None)
    return dump(mode="json", exclude_none=True) if callable(dump) else message
