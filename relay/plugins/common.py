"""What sources and bots have in common: settings of their own, and the way out to the network."""

from typing import Protocol

import aiohttp
from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """Base of every section of config.toml: an unknown key is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Http(Protocol):
    """Makes client sessions that keep the relay's rules of safety."""

    def session(self, *, allow_private: bool = False) -> aiohttp.ClientSession:
        """A session for the caller to close. It connects to public addresses only, redirects
        included, unless `allow_private` says otherwise."""
        ...
