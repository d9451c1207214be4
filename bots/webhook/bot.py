"""Posts each notice to the receiver's address, and knows which answers are worth another try."""

import os
from collections.abc import Sequence
from typing import ClassVar

import aiohttp
from pydantic import Field, SecretStr
from yarl import URL

from bots.webhook import cloudevent, signature
from bots.webhook.answers import explained, next_hop, target
from relay.clock import Clock
from relay.core.notice import Notice
from relay.errors import ConfigError, DeliveryDelayed, DeliveryRefused
from relay.plugins import Bot, Destination, Finding, Http, Receipt, Settings

SECRET_ENV = "secret_env"
"""The option of a destination that names the environment variable with a secret of its own."""

REDIRECTS = 3


class Config(Settings):
    """How every receiver is told."""

    source: str = Field(default="spacewalk-relay", pattern=r"^[!-~]+$")
    """Who says it: the `source` of each CloudEvent, a URI reference."""
    allow_private: bool = False
    """Also tell receivers in private networks and on this machine."""
    secret: SecretStr = SecretStr("")
    """`whsec_` and base64: signs what is sent; unsigned while empty."""


class Webhook(Bot):
    """Any receiver of HTTP. The address of a destination is the URL to post to."""

    name: ClassVar[str] = "webhook"
    Config: ClassVar[type[Settings]] = Config

    timeout: ClassVar[aiohttp.ClientTimeout] = aiohttp.ClientTimeout(total=10)

    def __init__(self, config: Settings, http: Http, clock: Clock) -> None:
        if not isinstance(config, Config):
            raise TypeError("a webhook is configured by its own Config")
        self._config = config
        self._http = http
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Raises ConfigError for a secret that is none."""
        if secret := self._config.secret.get_secret_value():
            try:
                signature.secret_bytes(secret)
            except ValueError as problem:
                raise ConfigError(f"bots.webhook.secret: {problem}") from problem
        self._session = self._http.session(allow_private=self._config.allow_private)

    async def deliver(
        self,
        destination: Destination,
        notice: Notice,
        key: str,
        posted: Receipt | None,
    ) -> Receipt:
        """Post it; a correction is a post of its own, which the receiver files by `data.key`."""
        url = target(destination.address)
        body = cloudevent.body(notice, key, self._config.source)
        headers = self._headers(destination, key, body)
        for _ in range(1 + REDIRECTS):
            onward = await self._post(url, body, headers)
            if onward is None:
                return Receipt(message=key)
            url = onward
        raise DeliveryRefused(f"more than {REDIRECTS} redirects, the last to {url.host}")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def check(self, destinations: Sequence[Destination]) -> list[Finding]:
        """Whether each address can be reached, and its secret read. Nothing is posted."""
        return [await self._try(destination) for destination in destinations]

    async def _post(self, url: URL, body: bytes, headers: dict[str, str]) -> URL | None:
        session = self._started()
        with explained(url):
            async with session.post(
                url, data=body, headers=headers, allow_redirects=False, timeout=self.timeout
            ) as response:
                return await next_hop(response, url, self._clock.now())

    async def _try(self, destination: Destination) -> Finding:
        part = f"webhook {destination.id}"
        try:
            url = target(destination.address)
            signed = self._key(destination) is not None
            with explained(url):
                head = self._started().head(url, allow_redirects=False, timeout=self.timeout)
                async with head as response:
                    answered = (
                        f"{url.host} answers HEAD with {response.status}; a POST was not tried"
                    )
        except (DeliveryDelayed, DeliveryRefused) as problem:
            return Finding(part=part, works=False, says=str(problem))
        how = "signed" if signed else "unsigned: set a secret if the receiver should know us"
        return Finding(part=part, works=True, says=f"{answered}; {how}")

    def _headers(self, destination: Destination, key: str, body: bytes) -> dict[str, str]:
        timestamp = int(self._clock.now().timestamp())
        headers = {
            "Content-Type": cloudevent.CONTENT_TYPE,
            "Accept-Encoding": "identity",
            "webhook-id": key,
            "webhook-timestamp": str(timestamp),
        }
        if secret := self._key(destination):
            headers["webhook-signature"] = signature.sign(secret, key, timestamp, body)
        return headers

    def _key(self, destination: Destination) -> bytes | None:
        variable = destination.options.get(SECRET_ENV)
        if variable is None:
            secret = self._config.secret.get_secret_value()
            return signature.secret_bytes(secret) if secret else None
        try:
            return signature.secret_bytes(os.environ.get(variable, ""))
        except ValueError as problem:
            raise DeliveryRefused(
                f"the environment variable {variable} holds no secret: {problem}"
            ) from problem

    def _started(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("start() comes first")
        return self._session
