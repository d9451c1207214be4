"""Tells what the official client library hears of a server: one JSON object a line.

It runs in a process of its own, for the library starts threads as soon as it is imported, and
keeps its connections for as long as the process lives. It ends when its standard input does.
"""

import json
import sys
from typing import Any

from lightstreamer.client import (  # type: ignore[import-untyped]
    ClientListener,
    LightstreamerClient,
    Subscription,
    SubscriptionListener,
)


def say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


class Client(ClientListener):  # type: ignore[misc]
    def onStatusChange(self, status: str) -> None:  # noqa: N802
        say(status=status)

    def onServerError(self, code: int, message: str) -> None:  # noqa: N802
        say(error=code, message=message)


class Items(SubscriptionListener):  # type: ignore[misc]
    def onItemUpdate(self, update: Any) -> None:  # noqa: N802
        say(
            item=update.getItemName(),
            snapshot=update.isSnapshot(),
            fields=dict(update.getFields()),
            changed=sorted(update.getChangedFields()),
        )

    def onSubscriptionError(self, code: int, message: str) -> None:  # noqa: N802
        say(error=code, message=message)


def main(address: str, adapter_set: str, items: str, fields: str) -> None:
    client = LightstreamerClient(address, adapter_set)
    client.addListener(Client())
    subscription = Subscription("MERGE", items.split(), fields.split())
    subscription.addListener(Items())
    client.subscribe(subscription)
    client.connect()
    sys.stdin.read()
    client.disconnect()


if __name__ == "__main__":
    main(*sys.argv[1:])
