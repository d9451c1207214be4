"""A request's body: JSON, or a form of JSON and files."""

import json
import re
from typing import NamedTuple

from aiohttp import web

from relay.testing.discord.models import Json, Upload
from relay.testing.discord.refusals import INVALID_JSON, TOO_LARGE, Refused

FILE, REQUEST = 10 * 1024 * 1024, 25 * 1024 * 1024
"""Bytes that Discord takes by default (https://discord.com/developers/docs/reference)."""


_FILE = re.compile(r"files\[[0-9]\]")


class Body(NamedTuple):
    """What a request carried."""

    form: Json
    items: list[Json]
    """Where it was a list: the one that holds commands is."""
    files: tuple[Upload, ...]


NOTHING = Body({}, [], ())


async def read(request: web.BaseRequest) -> Body:
    """Raises Refused when it is too large, or no JSON."""
    if not request.body_exists:
        return NOTHING
    if (request.content_length or 0) > REQUEST:
        raise Refused(TOO_LARGE)
    try:
        return await _read(request)
    except web.HTTPRequestEntityTooLarge as problem:
        raise Refused(TOO_LARGE) from problem


async def _read(request: web.BaseRequest) -> Body:
    if request.content_type == "multipart/form-data":
        return await _parts(request)
    raw = await request.read()
    if not raw:
        return NOTHING
    if request.content_type != "application/json":
        raise Refused(INVALID_JSON)
    return _json(raw)


async def _parts(request: web.BaseRequest) -> Body:
    form = await request.post()
    files = []
    body = NOTHING
    for name, part in form.items():
        if isinstance(part, web.FileField) and _FILE.fullmatch(name):
            data = part.file.read()
            part.file.close()
            files.append(Upload(part.filename, part.content_type, data))
        elif name == "payload_json" and not isinstance(part, web.FileField):
            body = _json(part)
    if any(len(file.data) > FILE for file in files):
        raise Refused(TOO_LARGE)
    return body._replace(files=tuple(files))


def _json(raw: str | bytes | bytearray) -> Body:
    try:
        body = json.loads(raw)
    except ValueError as problem:
        raise Refused(INVALID_JSON) from problem
    match body:
        case dict():
            return Body(body, [], ())
        case list():
            return Body({}, body, ())
        case _:
            raise Refused(INVALID_JSON)
