"""Messages with files, as Discord takes them: a form of JSON and bytes.

Discord's documentation, "Uploading Files", August 2026: the JSON is the part `payload_json`, the
files are `files[0]` and so on, and an embed shows one of them by `attachment://` and its name.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import aiohttp

from bots.discord.message import Json

LIMIT = 10 * 1024 * 1024
"""Bytes of one file that every server takes."""
DESCRIPTION = 1024


@dataclass(frozen=True, slots=True)
class File:
    """One file to be sent."""

    name: str
    media_type: str
    data: bytes = field(repr=False)
    description: str = ""
    """What it shows, for those who do not see it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A request's JSON with files. On an edit they take the place of the message's files."""

    payload: Json
    files: tuple[File, ...]

    def form(self) -> aiohttp.FormData:
        """For one try: a form can be sent only once."""
        form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
        form.add_field("payload_json", _json(self._whole()), content_type="application/json")
        for number, file in enumerate(self.files):
            part = io.BytesIO(file.data)
            form.add_field(
                f"files[{number}]", part, filename=file.name, content_type=file.media_type
            )
        return form

    def _whole(self) -> Json:
        described = [
            {"id": number, "filename": file.name, "description": file.description[:DESCRIPTION]}
            for number, file in enumerate(self.files)
        ]
        return self.payload | {"attachments": described}


@dataclass(frozen=True, slots=True)
class Post:
    """What is to be said."""

    words: Json
    """Without its file: for where that is not taken."""
    full: Json | Upload | None = None
    """With its file, if it can be had."""

    def under(self, nonce: str) -> "Post":
        """The same, made once however often it is sent."""
        once = {"nonce": nonce, "enforce_nonce": True}
        full = self.full
        if isinstance(full, Upload):
            full = replace(full, payload=full.payload | once)
        elif full is not None:
            full |= once
        return Post(self.words | once, full)


class Written(NamedTuple):
    """A request's body for one try."""

    data: bytes | aiohttp.FormData | None
    headers: Mapping[str, str]


def written(body: object) -> Written:
    """JSON, or the form of an `Upload`, which names its own content type."""
    if isinstance(body, Upload):
        return Written(body.form(), {})
    data = None if body is None else _json(body).encode()
    return Written(data, {"Content-Type": "application/json"})


def _json(body: object) -> str:
    return json.dumps(body, separators=(",", ":"))
