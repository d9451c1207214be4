"""Closed captions, read from the bytes of segments: no frame is decoded for them."""

from relay.video.captions.reading import Captions

__all__ = ["Captions"]
