"""Tells any program that takes HTTP: CloudEvents 1.0, signed by Standard Webhooks."""

from bots.webhook.bot import Config, Webhook

__all__ = ["Config", "Webhook"]
