"""Launch Library 2: the schedule first, and what its volunteers enter during and afterwards."""

from relay.sources.launch_library.source import LaunchLibrary

__all__ = ["LaunchLibrary"]
