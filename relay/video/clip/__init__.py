"""Segments of some time as one file that plays."""
