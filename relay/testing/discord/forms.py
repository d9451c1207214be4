"""The limits of a message's form, as Discord checks them.

https://discord.com/developers/docs/resources/message#embed-object-embed-limits and
https://discord.com/developers/docs/components/reference.
"""

from collections.abc import Iterator
from typing import Any

from relay.testing.discord import mentions
from relay.testing.discord.models import Json
from relay.testing.discord.refusals import EMPTY, Refused, invalid

CONTENT, EMBEDS, IN_ALL_EMBEDS, NONCE = 2000, 10, 6000, 25
PARTS = {"title": 256, "description": 4096}
UNDER = {"footer": ("text", 2048), "author": ("name", 256)}
FIELDS, FIELD = 25, {"name": 256, "value": 1024}
COMPONENTS = 40
LENGTHS = {"custom_id": 100, "label": 80, "placeholder": 150, "url": 512}
ROW, BUTTON, LINK, SHOWN = 1, 2, 5, 10
V2 = 1 << 15
"""The flag of a message that is made of components alone."""


def message(body: Json, files: int, *, edit: bool = False) -> None:
    """Raises Refused for what Discord does not take."""
    text(body, "content", CONTENT)
    embeds(body.get("embeds") or [])
    components(body.get("components") or [])
    mentions.check(body.get("allowed_mentions"))
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > NONCE:
        raise invalid("nonce", "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.")
    v2 = bool((body.get("flags") or 0) & V2)
    if v2 and (body.get("content") or body.get("embeds")):
        raise invalid("flags", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "No text.")
    something = body.get("content") or body.get("embeds") or body.get("components") or files
    if not (something or edit or body.get("sticker_ids") or body.get("poll")):
        raise Refused(EMPTY)


def text(holder: Json, key: str, most: int, where: str = "", *, needed: bool = False) -> int:
    """The length of the text at `key`, in characters. Raises Refused when it is too long."""
    value = holder.get(key)
    path = f"{where}{key}"
    if value is None and not needed:
        return 0
    if value is None or (needed and not value):
        raise invalid(path, "BASE_TYPE_REQUIRED", "This field is required")
    if not isinstance(value, str):
        raise invalid(path, "STRING_TYPE_CONVERT", "Could not interpret as string.")
    if len(value) > most:
        raise invalid(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
    return len(value)


def embeds(given: list[Json]) -> None:
    """Raises Refused when one is too long, or all together are."""
    if len(given) > EMBEDS:
        raise invalid("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    if sum(_embed(one, f"embeds.{number}.") for number, one in enumerate(given)) > IN_ALL_EMBEDS:
        raise invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds 6000.")


def _embed(embed: Json, where: str) -> int:
    length = sum(text(embed, key, most, where) for key, most in PARTS.items())
    for part, (key, most) in UNDER.items():
        length += text(embed.get(part) or {}, key, most, f"{where}{part}.")
    for part in ("url", "image", "thumbnail"):
        _address(embed.get(part), f"{where}{part}")
    given = embed.get("fields") or []
    if len(given) > FIELDS:
        raise invalid(f"{where}fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for number, one in enumerate(given):
        path = f"{where}fields.{number}."
        length += sum(text(one, key, most, path, needed=True) for key, most in FIELD.items())
    return length


def _address(given: Any, where: str) -> None:
    url = given.get("url") if isinstance(given, dict) else given
    if url and not str(url).startswith(("http://", "https://", "attachment://")):
        raise invalid(where, "URL_TYPE_INVALID_SCHEME", "Scheme must be one of http, https.")


def components(given: list[Json]) -> None:
    """Raises Refused for too many, too long ones, or two of one `custom_id`."""
    every = list(_walk(given, "components"))
    if len(every) > COMPONENTS:
        raise invalid("components", "BASE_TYPE_MAX_LENGTH", "Must be 40 or fewer in length.")
    seen: set[str] = set()
    for one, where in every:
        _component(one, where)
        name = one.get("custom_id")
        if name in seen:
            raise invalid(
                where, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
            )
        seen |= {name} if name else set()


def _walk(given: list[Json], where: str) -> Iterator[tuple[Json, str]]:
    for number, one in enumerate(given):
        path = f"{where}.{number}."
        yield one, path
        yield from _walk(one.get("components") or [], f"{path}components")
        aside = one.get("accessory") or one.get("component")
        if aside:
            yield from _walk([aside], f"{path}accessory")


def _component(one: Json, where: str) -> None:
    kind = one.get("type")
    for key, most in LENGTHS.items():
        text(one, key, most, where)
    if kind == ROW and not 1 <= len(one.get("components") or []) <= 5:
        raise invalid(f"{where}components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5.")
    if kind == BUTTON:
        text(one, "url" if one.get("style") == LINK else "custom_id", 512, where, needed=True)
        _address(one.get("url"), f"{where}url")
    if kind == SHOWN:
        text(one, "content", 4000, where, needed=True)
    if len(one.get("options") or []) > 25:
        raise invalid(f"{where}options", "BASE_TYPE_BAD_LENGTH", "Must be 25 or fewer.")
