"""Client of a guerdon reward server.

`Client` and `AsyncClient` speak its native API; `guerdon.trl`, `guerdon.verl`, `guerdon.verifiers` and
`guerdon.openrlhf` are reward functions for trainers. Nothing here imports a trainer before it is used.
"""

from .async_client import AsyncClient
from .client import Client
from .errors import (
    GuerdonError,
    MalformedReply,
    RequestRefused,
    ScoringFailed,
    ServerUnavailable,
    SettingsError,
)
from .settings import Settings

__all__ = [
    "AsyncClient",
    "Client",
    "GuerdonError",
    "MalformedReply",
    "RequestRefused",
    "ScoringFailed",
    "ServerUnavailable",
    "Settings",
    "SettingsError",
]
