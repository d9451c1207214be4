"""What holds for every test, a store, and a small installation of plugins for those of the configuration."""

from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from pydantic import Field, SecretStr

from relay import config
from relay.config import Configuration, load
from relay.errors import ConfigError
from relay.journal.store import Store
from relay.plugins import Settings

# How long an example takes says something about the machine, nothing about the code.
settings.register_profile("unhurried", parent=settings(), deadline=None)
settings.load_profile("unhurried")


class LaunchLibrary:
    class Config(Settings):
        interval_seconds: int = Field(600, ge=60)
        api_key: SecretStr | None = None


class Moderators:
    class Config(Settings):
        enabled: bool = True
        trusted: tuple[str, ...] = ()


class Console:
    class Config(Settings):
        as_json: bool = Field(default=False, alias="json")
        color: bool = True


class Webhook:
    class Config(Settings):
        secret: SecretStr


@pytest.fixture
def read_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Configuration]:
    """Loads a text as the file, with two sources and two bots installed."""
    sources = {"launch_library": LaunchLibrary, "moderator": Moderators}
    monkeypatch.setattr(config, "find_sources", lambda: sources)
    monkeypatch.setattr(config, "find_bots", lambda: {"console": Console, "webhook": Webhook})

    def from_text(text: str, environ: Mapping[str, str] | None = None) -> Configuration:
        path = tmp_path / "relay.toml"
        path.write_text(text, encoding="utf-8")
        return load(path, environ or {})

    return from_text


@pytest.fixture
def config_mistakes(read_config: Callable[..., Configuration]) -> Callable[..., list[str]]:
    """The mistakes that are told of a text, one by one."""

    def from_text(text: str, environ: Mapping[str, str] | None = None) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            read_config(text, environ)
        return str(caught.value).splitlines()[1:]

    return from_text


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(str(tmp_path / "relay.db"))
    yield store
    await store.close()
