"""Where the server is and who we are: arguments before the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .errors import SettingsError


@dataclass(frozen=True)
class Settings:
    """Everything a client needs to call a server.

    `url` and `api_key` default to `GUERDON_URL` and `GUERDON_API_KEY`.
    """

    url: str = ""
    api_key: str | None = field(default=None, repr=False)
    #: Longest wait for one reply, in seconds.
    timeout_seconds: float = 120.0
    #: Longest time for one call with all its retries, in seconds.
    deadline_seconds: float = 600.0
    #: Tries of one call, the first one included.
    tries: int = 8
    #: Wait before the second try, in seconds; doubled before each further one.
    first_wait_seconds: float = 0.25
    #: Longest wait between two tries, in seconds.
    longest_wait_seconds: float = 30.0

    def __post_init__(self) -> None:
        url = (self.url or os.environ.get("GUERDON_URL", "")).rstrip("/")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise SettingsError(
                f"Expected `url` to be the address of a guerdon server like http://127.0.0.1:8000, got {url!r}. "
                "Give it as an argument or in the environment variable GUERDON_URL."
            )
        object.__setattr__(self, "url", url)
        object.__setattr__(self, "api_key", self.api_key or os.environ.get("GUERDON_API_KEY") or None)
        for name in ("timeout_seconds", "deadline_seconds", "tries"):
            if not getattr(self, name) > 0:
                raise SettingsError(f"Expected `{name}` to be above 0, got {getattr(self, name)!r}.")
        for name in ("first_wait_seconds", "longest_wait_seconds"):
            if not getattr(self, name) >= 0:
                raise SettingsError(f"Expected `{name}` to be 0 or more, got {getattr(self, name)!r}.")

    @property
    def headers(self) -> dict[str, str]:
        """Headers of every request."""
        return {"Authorization": f"Bearer {self.api_key}"} if self.api_key else {}
