"""The public telemetry of the station: the pressure of its airlock, as it changes."""

from relay.sources.iss_telemetry.source import IssTelemetry

__all__ = ["IssTelemetry"]
