"""A live stream on loopback, made here: pictures that tell their own time, a tone and captions."""
