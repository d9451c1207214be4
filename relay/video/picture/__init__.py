"""A still out of a segment, and what it looks like."""
