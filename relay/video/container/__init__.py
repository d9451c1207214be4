"""What is in the bytes of a segment: MPEG transport streams and fragmented MP4."""
