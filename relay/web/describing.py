"""Short ways to write the parts of an OpenAPI document."""

from collections.abc import Iterable
from typing import Any

from relay.web.problem import CONTENT_TYPE

JSON = "application/json"
SCHEMAS = "#/components/schemas/{model}"

Part = dict[str, Any]
LOCATION: Part = {"Location": {"schema": {"type": "string"}}}


def get(summary: str, content: Part, *parameters: Part, others: Part | None = None) -> Part:
    """A GET: its parameters, what it answers, and how it refuses: always as a problem document."""
    found: Part = {"200": {"description": "The answer", "content": content}} if content else {}
    wrong = {"400": refused("The request is not understood")} if parameters else {}
    rest = {"default": refused("The request is not answered")}
    made: Part = {"summary": summary, "responses": found | wrong | (others or {}) | rest}
    return {"get": made | ({"parameters": list(parameters)} if parameters else {})}


def query(name: str, says: str, schema: Part) -> Part:
    """A parameter of the query, none of which has to be given."""
    return {"name": name, "in": "query", "description": says, "schema": schema}


def enum(values: Iterable[str]) -> Part:
    """One of these words."""
    return {"type": "string", "enum": [str(value) for value in values]}


def json_of(model: str) -> Part:
    """JSON of that schema."""
    return {JSON: {"schema": {"$ref": SCHEMAS.format(model=model)}}}


def text(content_type: str, says: str) -> Part:
    """Text of another kind, of which the schema says no more than words can."""
    return {content_type: {"schema": {"type": "string", "description": says}}}


def binary(*content_types: str) -> Part:
    """Bytes of one of these kinds."""
    return {one: {"schema": {"type": "string", "format": "binary"}} for one in content_types}


def refused(says: str) -> Part:
    """An answer that is a problem document (RFC 9457)."""
    schema = {"$ref": SCHEMAS.format(model="Problem")}
    return {"description": says, "content": {CONTENT_TYPE: {"schema": schema}}}
