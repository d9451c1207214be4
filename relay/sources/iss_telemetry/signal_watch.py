"""Whether the station is heard at all: telemetry that stands still may only be cut off."""

from datetime import datetime, timedelta

SILENT = timedelta(seconds=90)
"""Without an update of any item, though the connection stands; the time item ticks each second."""
CUT_OFF = timedelta(seconds=15)
"""Without a connection."""


class SignalWatch:
    """Tells once that the signal is lost, and once that it is back."""

    def __init__(self, now: datetime) -> None:
        self._heard = now
        self._cut: datetime | None = now
        self._lost = False

    def connected(self) -> None:
        """The server answers; now it is updates that are waited for."""
        self._cut = None

    def cut(self, now: datetime) -> None:
        """The connection is gone, or could still not be had."""
        self._cut = self._cut or now

    def back(self, now: datetime) -> bool:
        """An update came: whether it is the first since the signal was lost."""
        was_lost, self._lost = self._lost, False
        self._heard, self._cut = now, None
        return was_lost

    def lost(self, now: datetime) -> bool:
        """Whether the signal has been lost since this was last asked."""
        newly = self.due is not None and now >= self.due
        self._lost = self._lost or newly
        return newly

    @property
    def due(self) -> datetime | None:
        """When the signal counts as lost, if nothing changes; None when it is lost already."""
        if self._lost:
            return None
        silent = self._heard + SILENT
        return silent if self._cut is None else min(silent, self._cut + CUT_OFF)
