"""What is said on the live stream, by its closed captions: hints, and no more."""

from relay.sources.captions.source import Captions, CaptionsSettings, written

__all__ = ["Captions", "CaptionsSettings", "written"]
