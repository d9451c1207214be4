"""What buttons carry back: they work after a restart, so what they mean stands in them."""

REMIND = "remind"
TIMELINE = "timeline"


def custom_id(action: str, spacewalk: str) -> str:
    """At most 100 characters, as Discord allows; `spacewalk` is the lasting origin."""
    return f"{action}:{spacewalk}"[:100]


PATTERN = r"(?P<action>remind|timeline):(?P<spacewalk>[a-z0-9-]{1,80})"
"""For discord.py's DynamicItem."""
