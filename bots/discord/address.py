"""Where a destination is: the id of a channel, or someone's own messages."""

from relay.plugins import Destination

_PERSON = "user:"


def of_person(user: str | int) -> str:
    """The address of someone's own messages, by their id."""
    return f"{_PERSON}{user}"


def person(address: str) -> str:
    """The id of the person whose own messages these are; empty for a channel."""
    return address.removeprefix(_PERSON) if address.startswith(_PERSON) else ""


def is_person(destination: Destination) -> bool:
    """Whether it is somebody, and no channel."""
    return destination.address.startswith(_PERSON)
