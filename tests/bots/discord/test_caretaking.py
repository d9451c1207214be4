"""Closed destinations: whoever set them up is told once, and they open by themselves."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from bots.discord import Config, Discord, rest
from bots.discord.access import Access
from bots.discord.caretaking import MOST, ROUND, Caretaker
from relay.core.board import Board
from relay.errors import DeliveryDelayed, DeliveryRefused, DestinationClosed, StoreError
from relay.http import SafeHttp
from relay.plugins import Destination
from relay.testing.bots import a_notice
from relay.testing.desk import FakeDesk
from relay.testing.discord import Permission, User
from tests.bots.discord.scene import NOON, Scene, a_card

ALLOWED = Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.EMBED_LINKS
EXTRAS = Permission.ATTACH_FILES | Permission.READ_MESSAGE_HISTORY


@dataclass
class House:
    """A bot, its desk, and the admin who set it up."""

    scene: Scene
    desk: FakeDesk
    caretaker: Caretaker
    access: Access
    admin: User

    def there(self, **options: str) -> Destination:
        return self.scene.to(by=str(self.admin.id), **options)

    async def close(self, *destinations: Destination) -> None:
        for one in destinations:
            await self.desk.put(one)
            await self.desk.suspend(one.id, "the bot may not write there")

    @property
    def letters(self) -> list[str]:
        return [message.content for message in self.scene.discord.world.dm(self.admin).told]

    def allow(self, bits: int) -> None:
        """The bot has exactly these rights in the server, and everyone else none."""
        self.scene.guild.roles[self.scene.guild.id].permissions = 0
        self.scene.guild.permissions = bits


@pytest.fixture
def house(scene: Scene) -> House:
    desk = FakeDesk(Board(), NOON)
    access = Access(scene.rest, scene.poster.own_id)
    admin = scene.discord.world.add_member(scene.guild, "Ada")
    return House(scene, desk, Caretaker(desk, access, scene.poster, scene.clock), access, admin)


async def test_what_takes_messages_again_is_opened(house: House) -> None:
    await house.close(house.there())

    await house.caretaker.look()

    assert await house.desk.suspended() == {}


@pytest.mark.parametrize("lacking", [Permission.SEND_MESSAGES, Permission.VIEW_CHANNEL])
async def test_what_is_still_closed_stays_closed(house: House, lacking: Permission) -> None:
    await house.close(house.there())
    house.scene.discord.changes.deny(house.scene.channel, lacking)
    await house.caretaker.look()
    closed = await house.desk.suspended()
    house.scene.discord.changes.deny(house.scene.channel, 0)
    await house.caretaker.look()

    assert len(closed) == 1
    assert await house.desk.suspended() == {}


async def test_what_alerts_do_without_keeps_nothing_closed(house: House) -> None:
    await house.close(house.there(threads="yes", events="yes"))
    house.allow(ALLOWED)

    await house.caretaker.look()

    assert await house.desk.suspended() == {}


@pytest.mark.parametrize("how", [500, 503, "drop", 429])
async def test_an_outage_opens_and_forgets_nothing(house: House, how: int | str) -> None:
    await house.close(house.there())
    house.scene.discord.fail_next("GET", "*", how, times=9)

    await house.caretaker.look()

    assert len(await house.desk.suspended()) == 1
    assert len(house.desk.kept) == 1


async def test_a_server_that_threw_the_bot_out_is_opened_when_it_is_back(house: House) -> None:
    await house.close(house.there())
    house.scene.discord.changes.kick(house.scene.guild)
    await house.caretaker.look()
    closed = len(await house.desk.suspended())
    house.scene.discord.changes.invite(house.scene.guild)
    await house.caretaker.look()

    assert (closed, await house.desk.suspended()) == (1, {})


async def test_a_person_who_takes_no_messages_is_not_asked_again(house: House) -> None:
    await house.close(house.scene.to(f"user:{house.admin.id}"))

    await house.caretaker.look()

    assert len(await house.desk.suspended()) == 1
    assert house.scene.discord.counts.requests.total() == 0


async def test_what_the_admin_paused_stays_paused(house: House) -> None:
    await house.close(house.there())
    await house.desk.pause(house.there().id)

    await house.caretaker.look()

    assert (await house.desk.destination(house.there().id)).paused  # type: ignore[union-attr]


async def test_thousands_that_are_closed_do_not_use_up_what_may_be_refused(house: House) -> None:
    """Each look of a server that threw the bot out is a 403, and 10,000 of them are a ban."""
    many = [house.scene.to(str(10**17 + number)) for number in range(MOST + 20)]
    await house.close(*many, house.there())
    for _ in range(2):
        await house.caretaker.look()

    assert house.scene.asked("GET /channels/{}") <= 2 * MOST
    assert house.there().id not in await house.desk.suspended()


async def test_it_looks_every_ten_minutes_even_when_the_store_fails(house: House) -> None:
    class Failing(FakeDesk):
        looks = 0

        async def suspended(self) -> dict[str, str]:
            self.looks += 1
            raise StoreError("the disk is full")

    desk = Failing(Board(), NOON)
    clock = house.scene.clock
    caretaker = Caretaker(desk, house.access, house.scene.poster, clock)
    running = asyncio.create_task(caretaker.run())
    await clock.asleep()
    await clock.advance(3 * ROUND)
    running.cancel()
    await asyncio.wait([running])

    assert desk.looks == 3


# Telling whoever set it up


async def test_the_admin_is_told_once(house: House) -> None:
    for _ in range(3):
        await house.caretaker.write(house.there(), "allow it Send Messages")

    (letter,) = house.letters
    assert f"<#{house.scene.channel.id}>" in letter
    assert "allow it Send Messages" in letter


async def test_and_again_when_it_is_closed_much_later(house: House) -> None:
    await house.caretaker.write(house.there(), "first")
    await house.scene.clock.advance(2 * 3600)
    await house.caretaker.write(house.there(), "second")

    assert len(house.letters) == 2


async def test_an_admin_who_takes_no_messages_breaks_nothing(house: House) -> None:
    house.admin.takes_dms = False

    await house.caretaker.write(house.there(), "closed")

    assert house.letters == []


@pytest.mark.parametrize("by", ["", "Ada", "@everyone", "../1"])
async def test_without_an_admin_nobody_is_told(house: House, by: str) -> None:
    await house.caretaker.write(house.scene.to(by=by), "closed")

    assert house.scene.discord.counts.requests.total() == 0


async def a_bot(house: House) -> Discord:
    found = {
        "token": house.scene.discord.token,
        "api_url": house.scene.discord.api_url,
        "requests_per_second": 10_000,
        "allow_private": True,
    }
    bot = Discord(Config.model_validate(found), SafeHttp(), house.scene.clock)
    await bot.start()
    bot.meet(house.desk)
    return bot


async def test_a_channel_that_refuses_is_told_to_the_admin_and_to_the_relay(house: House) -> None:
    bot = await a_bot(house)
    house.scene.discord.changes.deny(house.scene.channel, Permission.SEND_MESSAGES)
    try:
        with pytest.raises(DestinationClosed):
            await bot.deliver(house.there(), a_notice(), "1", None)
        with pytest.raises(DestinationClosed):
            await bot.show(house.there(), "card", a_card(), "2", None)
    finally:
        await bot.close()

    assert len(house.letters) == 1
    assert "allow it Send Messages" in house.letters[0]


@pytest.mark.parametrize("how", [500, 503, "drop"])
async def test_an_outage_is_told_to_nobody(
    house: House, how: int | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "SHORT", 0.0)
    bot = await a_bot(house)
    house.scene.discord.fail_next("*", "*", how, times=50)
    try:
        with pytest.raises(DeliveryDelayed):
            await bot.deliver(house.there(), a_notice(), "1", None)
    finally:
        await bot.close()

    house.scene.discord.state.faults.clear()
    assert house.letters == []


# What the bot may do


async def test_what_is_lacking_is_named(house: House) -> None:
    house.allow(ALLOWED | EXTRAS)
    lacking = await house.access.lacking(house.there(threads="yes", events="yes"))

    assert lacking == ["Create Public Threads", "Send Messages in Threads", "Create Events"]
    assert await house.access.lacking(house.there()) == []


async def test_a_conversation_has_no_rights_to_lack(house: House) -> None:
    assert await house.access.lacking(house.scene.to(f"user:{house.admin.id}")) == []


async def test_an_address_that_is_none_is_refused(house: House) -> None:
    with pytest.raises(DeliveryRefused):
        await house.access.lacking(house.scene.to("general"))


class Scripted:
    """Answers by path, with what Discord documents."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers

    async def call(self, method: str, path: str, *args: Any, **more: Any) -> Any:
        return self.answers[path]


GUILD, BOT, ROLE, OTHER, PLACE = (str(10**17 + number) for number in range(5))


def rights(
    *overwrites: tuple[str, int, int], everyone: int = 0, role: int = 0, owner: str = OTHER
) -> Access:
    """Overwrites as (whom, deny, allow)."""
    found = [{"id": one, "deny": str(deny), "allow": str(allow)} for one, deny, allow in overwrites]
    roles = [{"id": GUILD, "permissions": str(everyone)}, {"id": ROLE, "permissions": str(role)}]
    roles += [{"id": OTHER, "permissions": str(Permission.ADMINISTRATOR.value)}]
    answers = {
        f"/channels/{PLACE}": {"guild_id": GUILD, "permission_overwrites": found},
        f"/guilds/{GUILD}": {"owner_id": owner, "roles": roles},
        f"/guilds/{GUILD}/members/{BOT}": {"roles": [ROLE]},
    }

    async def own() -> str:
        return BOT

    return Access(Scripted(answers), own)


VIEW, SEND = Permission.VIEW_CHANNEL.value, Permission.SEND_MESSAGES.value
ENOUGH = int(ALLOWED | EXTRAS)


@pytest.mark.parametrize(
    ("access", "lacking"),
    [
        (rights(role=ENOUGH), []),
        (rights(everyone=ENOUGH), []),
        (rights((GUILD, VIEW, 0), role=Permission.ADMINISTRATOR.value), []),
        (rights((GUILD, VIEW, 0), owner=BOT), []),
        (rights((PLACE, ENOUGH, 0), (OTHER, ENOUGH, 0), role=ENOUGH), []),
        (rights((GUILD, SEND, 0), role=ENOUGH), ["Send Messages"]),
        (rights((GUILD, SEND, 0), (ROLE, 0, SEND), role=ENOUGH), []),
        (rights((ROLE, SEND, 0), everyone=ENOUGH), ["Send Messages"]),
        (rights((ROLE, SEND, 0), (BOT, 0, SEND), role=ENOUGH), []),
        (rights((ROLE, 0, SEND), (BOT, SEND, 0), role=ENOUGH), ["Send Messages"]),
        (rights((GUILD, 0, VIEW), role=ENOUGH & ~VIEW), []),
    ],
)
async def test_rights_are_worked_out_in_discords_order(access: Access, lacking: list[str]) -> None:
    there = Destination(id="there", platform="discord", address=PLACE)

    assert await access.lacking(there) == lacking


@pytest.mark.parametrize("odd", [None, [], {"guild_id": GUILD}, {"guild_id": GUILD, "x": 1}])
async def test_rights_in_no_known_form_are_asked_for_again(odd: Any) -> None:
    answers = {f"/channels/{PLACE}": odd, f"/guilds/{GUILD}": odd}
    answers[f"/guilds/{GUILD}/members/{BOT}"] = odd
    there = Destination(id="there", platform="discord", address=PLACE)

    async def own() -> str:
        return BOT

    with pytest.raises(DeliveryDelayed):
        await Access(Scripted(answers), own).lacking(there)
