"""The errors of Discord (https://discord.com/developers/docs/topics/opcodes-and-status-codes)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """The status of an answer, and what its JSON says."""

    status: int
    code: int
    message: str


UNAUTHORIZED = Refusal(401, 0, "401: Unauthorized")
BANNED = Refusal(403, 0, "error code: 1015")
NO_ROUTE = Refusal(404, 0, "404: Not Found")
NO_METHOD = Refusal(405, 0, "405: Method Not Allowed")
LIMITED = Refusal(429, 0, "You are being rate limited.")

UNKNOWN_CHANNEL = Refusal(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = Refusal(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = Refusal(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = Refusal(404, 10008, "Unknown Message")
UNKNOWN_ROLE = Refusal(404, 10011, "Unknown Role")
UNKNOWN_USER = Refusal(404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = Refusal(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = Refusal(404, 10062, "Unknown interaction")
UNKNOWN_EVENT = Refusal(404, 10070, "Unknown Guild Scheduled Event")
TOO_MANY_EVENTS = Refusal(
    400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)"
)
TOO_LARGE = Refusal(413, 40005, "Request entity too large")
CROSSPOSTED = Refusal(400, 40033, "This message has already been crossposted")
ACKNOWLEDGED = Refusal(400, 40060, "Interaction has already been acknowledged")
MISSING_ACCESS = Refusal(403, 50001, "Missing Access")
NOT_YOURS = Refusal(403, 50005, "Cannot edit a message authored by another user")
EMPTY = Refusal(400, 50006, "Cannot send an empty message")
NO_DM = Refusal(403, 50007, "Cannot send messages to this user")
MISSING_PERMISSIONS = Refusal(403, 50013, "Missing Permissions")
WRONG_KIND = Refusal(400, 50024, "Cannot execute action on this channel type")
NO_WEBHOOK_TOKEN = Refusal(401, 50027, "Invalid Webhook Token")
INVALID_FORM = Refusal(400, 50035, "Invalid Form Body")
ARCHIVED = Refusal(400, 50083, "Thread is archived")
INVALID_JSON = Refusal(400, 50109, "The request body contains invalid JSON.")
THREAD_EXISTS = Refusal(400, 160004, "A thread has already been created for this message")
EVENT_OVER = Refusal(400, 180000, "Cannot update a finished event")


class Refused(Exception):
    """A request that is answered with a refusal."""

    def __init__(
        self,
        refusal: Refusal,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal
        self.body = {"message": refusal.message, "code": refusal.code, **(more or {})}
        self.headers = headers or {}


def invalid(path: str, code: str, message: str) -> Refused:
    """A mistake in the form, at a dotted path like `embeds.0.title`."""
    errors: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for step in reversed(path.split(".")):
        errors = {step: errors}
    return Refused(INVALID_FORM, {"errors": errors})
