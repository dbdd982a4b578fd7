"""The examples of the README: the client's runs, the trainers' at least name what there is."""

from __future__ import annotations

import ast
import importlib
import os
import re
from pathlib import Path

import pytest

URL = os.environ.get("GUERDON_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="GUERDON_URL names no server")

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def imports_of(example: str) -> list[tuple[str, str]]:
    nodes = [node for node in ast.walk(ast.parse(example)) if isinstance(node, ast.ImportFrom)]
    return [(str(node.module), alias.name) for node in nodes for alias in node.names]


def test_the_client_example_runs():
    runnable = [example for example in EXAMPLES if {module for module, _ in imports_of(example)} == {"guerdon"}]
    assert len(runnable) == 1
    exec(compile(runnable[0], "README.md", "exec"), {})


def test_what_the_examples_import_is_there():
    names = [(module, name) for example in EXAMPLES for module, name in imports_of(example)]
    ours = [(module, name) for module, name in names if module.startswith("guerdon")]
    assert len(ours) >= 4
    for module, name in ours:
        loaded = importlib.import_module(module)
        assert name in dir(loaded) or name in getattr(loaded, "__all__", ())


def test_the_functions_it_names_by_text_are_there():
    for module, name in re.findall(r"(guerdon\.verifiers\.hooks):(\w+)", README):
        assert callable(getattr(importlib.import_module(module), name))
    import guerdon.verl

    for name in re.findall(r"compute_score\w*", README):
        assert callable(getattr(guerdon.verl, name))
