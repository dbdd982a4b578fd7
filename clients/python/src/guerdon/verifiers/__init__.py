"""verifiers: a `Rubric` for environments up to version 0.2, hooks of a task for version 1's `verifiers.v1`.

```python
from guerdon.verifiers import Rubric  # verifiers < 0.3

environment = vf.SingleTurnEnv(dataset=dataset, rubric=Rubric("http://127.0.0.1:8000", program="math"))
```

```toml
[env.taskset.task.rewards] # verifiers.v1
guerdon = { fn = "guerdon.verifiers.hooks:total" }
[env.taskset.task.metrics]
guerdon_terms = { fn = "guerdon.verifiers.hooks:terms" }
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .rubric import Rubric

__all__ = ["Rubric"]


def __getattr__(name: str) -> Any:
    if name == "Rubric":
        from .rubric import Rubric

        return Rubric
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
