"""From an address to segments in memory: resolving, following, failing over."""
