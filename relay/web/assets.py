"""Style, script and pictures of the pages, from memory, under names that change with them."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from aiohttp import web

from relay.web.problem import Problem

CONTENT_TYPES = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
}
FOREVER = "public, max-age=31536000, immutable"

routes = web.RouteTableDef()


@dataclass(frozen=True, slots=True)
class Asset:
    """One file and its content-hashed address."""

    address: str
    content_type: str
    body: bytes
    tag: str


def _load() -> dict[str, Asset]:
    folder = files("relay.web") / "static"
    found = {}
    for file in folder.iterdir():
        stem, _, kind = file.name.rpartition(".")
        body = file.read_bytes()
        tag = sha256(body).hexdigest()[:12]
        address = f"/static/{stem}.{tag}.{kind}"
        found[file.name] = Asset(address, CONTENT_TYPES[kind], body, tag)
    return found


_ASSETS = _load()
_SERVED = {asset.address: asset for asset in _ASSETS.values()}


def address(name: str) -> str:
    """Where a file of the folder `static` is served, like `/static/page.0123456789ab.css`.

    Raises KeyError for a file that is not there.
    """
    return _ASSETS[name].address


@routes.get("/static/{name}")
async def static(request: web.Request) -> web.Response:
    """A file under its present name; nothing else exists, so no path can lead out."""
    asset = _SERVED.get(f"/static/{request.match_info['name']}")
    if asset is None:
        raise Problem(404, "There is no such file; load the page again for its present files.")
    response = web.Response(headers={"Cache-Control": FOREVER})
    response.etag = asset.tag
    known = request.if_none_match or ()
    if any(tag.value in (asset.tag, "*") for tag in known):
        response.set_status(304)
        return response
    response.content_type = asset.content_type
    response.body = asset.body
    if asset.content_type.startswith("text/"):
        response.charset = "utf-8"
    return response
