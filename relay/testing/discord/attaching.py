"""What a message says of its files: each that it names has to be there.

https://discord.com/developers/docs/reference#uploading-files. Stricter than Discord in one thing:
an embed that names a file that is not there is refused instead of shown without it.
"""

from collections.abc import Sequence
from typing import Any

from relay.testing.discord.models import Json, Upload
from relay.testing.discord.refusals import invalid

SCHEME = "attachment://"


def check(body: Json, files: Sequence[Upload], kept: Sequence[Json] = ()) -> None:
    """Raises Refused; `kept` are the attachments that an edited message has so far."""
    described = body.get("attachments")
    known = {str(number) for number in range(len(files))} | {one["id"] for one in kept}
    for place, one in enumerate(described or []):
        if str(one.get("id")) not in known:
            raise invalid(f"attachments.{place}.id", "BASE_TYPE_CHOICES", "No such attachment.")
    staying = known if described is None else {str(one["id"]) for one in described}
    names = {file.name for file in files}
    names |= {one["filename"] for one in kept if one["id"] in staying}
    for place, embed in enumerate(body.get("embeds") or []):
        for part in ("image", "thumbnail"):
            _find(embed.get(part), names, f"embeds.{place}.{part}.url")


def _find(shown: Any, names: set[str], where: str) -> None:
    url = str((shown or {}).get("url", ""))
    if url.startswith(SCHEME) and url.removeprefix(SCHEME) not in names:
        words = f"Referenced attachment {url.removeprefix(SCHEME)} not found."
        raise invalid(where, "REFERENCED_ATTACHMENT_NOT_FOUND", words)
