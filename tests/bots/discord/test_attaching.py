"""Pictures and clips in channels: once each, in their place, and never in the way of the words."""

import asyncio
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bots.discord import rest
from bots.discord.attaching import Attaching
from bots.discord.message import PLAIN_NEWS, alert
from bots.discord.upload import LIMIT
from relay.core.event import EventType
from relay.core.media import Media
from relay.core.milestone import Milestone
from relay.core.notice import Notice
from relay.errors import DeliveryDelayed, DestinationClosed, VideoError
from relay.plugins import Receipt
from relay.testing.bots import a_notice
from relay.testing.discord import MISSING_PERMISSIONS, Message, Permission
from relay.testing.footage import FakeFootage
from relay.testing.sayings import a_clip, a_picture, an_event
from tests.bots.discord.scene import NOON, Scene, a_card, a_place

POSTING, EDITING = "/channels/*/messages", "/channels/*/messages/*"
POST = "POST /channels/{}/messages"
KEY = "nonce-of-24-characters-1"
JPEG, MP4 = b"\xff\xd8 a picture", b"\0\0\0\x18ftyp a clip"
SHOWN = {"url": "attachment://us-eva-95-1.jpg"}


class Hanging(FakeFootage):
    """It never finds anything, and never says so."""

    async def file(self, name: str) -> bytes | None:
        await asyncio.get_running_loop().create_future()
        return None


class Broken(FakeFootage):
    def __init__(self, problem: Exception) -> None:
        super().__init__()
        self._problem = problem

    async def file(self, name: str) -> bytes | None:
        raise self._problem


@pytest.fixture
def footage(scene: Scene) -> FakeFootage:
    """Holds both files; the bot finds them there."""
    made = FakeFootage()
    made.files = {a_picture().name: JPEG, a_clip().name: MP4}
    scene.poster.attaching.fetch = made.file
    return made


def of(media: Media, **more: Any) -> Notice:
    kind = EventType.PICTURE_TAKEN if media.media_type == "image/jpeg" else EventType.CLIP_READY
    known = {"kind": media.kind.value, "key": f"us-eva-95/{media.name}", "time": NOON}
    return a_notice(**known | {"title": "Picture", "event": an_event(kind, media=media)} | more)


async def tell(scene: Scene, notice: Notice, posted: Receipt | None = None) -> Receipt:
    return await scene.poster.alert(scene.to(), notice, KEY, posted)


def names(message: Message) -> list[str]:
    """Of the files that the platform itself says it holds; they have to be those it was sent."""
    said = [str(one["filename"]) for one in message.data["attachments"]]
    assert said == [file.name for file in message.files]
    return said


# Alerts


async def test_a_picture_stands_in_its_embed(scene: Scene, footage: FakeFootage) -> None:
    await tell(scene, of(a_picture()))

    (message,) = scene.told
    (file,) = message.files
    assert (file.name, file.kind, file.data) == ("us-eva-95-1.jpg", "image/jpeg", JPEG)
    assert message.embeds[0]["image"] == SHOWN
    assert message.data["attachments"][0]["description"] == "Picture"
    assert message.embeds[0]["description"] == "The hatch of Poisk is open."


async def test_a_clip_is_shown_beside_its_embed(scene: Scene, footage: FakeFootage) -> None:
    await tell(scene, of(a_clip()))

    (message,) = scene.told
    (file,) = message.files
    assert (file.name, file.kind, file.data) == ("us-eva-95-2.mp4", "video/mp4", MP4)
    assert "image" not in message.embeds[0]


def test_a_picture_of_a_milestone_has_not_the_colour_of_a_doubt() -> None:
    event = an_event(EventType.PICTURE_TAKEN, media=a_picture(), milestone=Milestone.HATCH_OPEN)

    body = alert(a_place("1" * 18), of(a_picture(), event=event))

    assert body["embeds"][0]["color"] == PLAIN_NEWS


async def test_a_role_is_called_for_a_picture_too(scene: Scene, footage: FakeFootage) -> None:
    crew = scene.discord.world.add_role(scene.guild, mentionable=True)
    there = scene.to(role__picture=str(crew.id))

    await scene.poster.alert(there, of(a_picture()), KEY, None)

    assert scene.told[0].pinged.roles == {crew.id}
    assert names(scene.told[0]) == ["us-eva-95-1.jpg"]


@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.parametrize("how", ["drop", 503])
async def test_a_lost_try_leaves_one_message_with_its_file(
    scene: Scene, footage: FakeFootage, how: str | int, stored: bool
) -> None:
    scene.discord.fail_next("POST", POSTING, how, times=2, stored=stored)

    await tell(scene, of(a_picture()))

    (message,) = scene.told
    assert message.files[0].data == JPEG
    assert message.embeds[0]["image"] == SHOWN
    assert scene.discord.counts.deduplicated == (2 if stored else 0)


async def test_an_outage_is_waited_for_and_the_file_is_kept(
    scene: Scene, footage: FakeFootage
) -> None:
    scene.discord.fail_next("POST", POSTING, 503, times=3)
    with pytest.raises(DeliveryDelayed):
        await tell(scene, of(a_picture()))
    await tell(scene, of(a_picture()))

    assert [names(message) for message in scene.told] == [["us-eva-95-1.jpg"]]


async def test_after_a_long_stop_it_is_found_among_the_messages(
    scene: Scene, footage: FakeFootage
) -> None:
    first = await tell(scene, of(a_picture()))
    await scene.clock.advance(3600)
    scene.begin_anew()
    scene.poster.attaching.fetch = footage.file

    assert await tell(scene, of(a_picture())) == first
    assert len(scene.told) == 1


async def test_an_edit_leaves_the_file_alone(scene: Scene, footage: FakeFootage) -> None:
    posted = [await tell(scene, of(media)) for media in (a_picture(),)]
    posted.append(await scene.poster.alert(scene.to(), of(a_clip()), "another", None))
    footage.files.clear()

    for media, receipt in zip((a_picture(), a_clip()), posted, strict=True):
        await tell(scene, of(media, revision=2, text="Other words"), receipt)

    assert [message.edits for message in scene.told] == [1, 1]
    assert [message.files[0].data for message in scene.told] == [JPEG, MP4]
    assert scene.told[0].embeds[0]["image"] == SHOWN
    assert [message.embeds[0]["description"] for message in scene.told] == ["Other words"] * 2


async def test_an_edit_of_what_was_told_without_its_file_is_words(
    scene: Scene, footage: FakeFootage
) -> None:
    footage.files.clear()
    posted = await tell(scene, of(a_picture()))

    await tell(scene, of(a_picture(), revision=2, text="Other words"), posted)

    (message,) = scene.told
    assert message.embeds[0]["description"] == "Other words"
    assert "image" not in message.embeds[0]


# Without the file


@pytest.mark.parametrize(
    "media",
    [
        a_picture(size=LIMIT + 1),
        a_picture(name="gone.jpg"),
        a_picture(name="../../etc/passwd"),
        a_picture(name="a\r\nb.jpg"),
        a_picture(name="a" * 200 + ".jpg"),
        a_picture(name="@everyone.jpg"),
    ],
)
async def test_what_cannot_be_had_is_told_in_words(
    scene: Scene, footage: FakeFootage, media: Media
) -> None:
    footage.files |= {media.name: JPEG} if media.name != "gone.jpg" else {}

    await tell(scene, of(media))

    (message,) = scene.told
    assert (names(message), message.embeds[0]["title"]) == ([], "Picture")
    assert "image" not in message.embeds[0]
    assert message.embeds[0]["url"] == "https://example.org/post"


async def test_a_file_that_is_larger_than_it_was_said_is_not_sent(
    scene: Scene, footage: FakeFootage
) -> None:
    footage.files[a_picture().name] = bytes(LIMIT + 1)

    await tell(scene, of(a_picture()))

    assert [names(message) for message in scene.told] == [[]]
    assert scene.discord.counts.statuses[413] == 0


@pytest.mark.parametrize("problem", [VideoError("no disk"), OSError("no disk")])
async def test_a_gallery_that_fails_costs_the_file_alone(
    scene: Scene, problem: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    scene.poster.attaching.fetch = Broken(problem).file

    await tell(scene, of(a_picture()))

    assert [names(message) for message in scene.told] == [[]]
    assert "us-eva-95-1.jpg cannot be had: no disk" in caplog.text


async def test_what_is_not_found_in_time_is_not_waited_for(scene: Scene) -> None:
    scene.poster.attaching = Attaching(0.0, 0.0)
    scene.poster.attaching.fetch = Hanging().file

    await tell(scene, of(a_picture()))
    await scene.poster.card(scene.to(), a_card(picture=a_picture()), "card", None)

    assert [names(message) for message in scene.told] == [[], []]


async def test_without_the_right_to_attach_files_the_words_arrive(
    scene: Scene, footage: FakeFootage
) -> None:
    """The channel is not closed by it: what it is mostly told has no file."""
    scene.channel.denied = int(Permission.ATTACH_FILES)

    await tell(scene, of(a_picture()))
    await scene.poster.card(scene.to(), a_card(picture=a_picture()), "card", None)

    assert [names(message) for message in scene.told] == [[], []]
    assert "image" not in scene.told[1].embeds[0]
    assert "footer" not in scene.told[1].embeds[0]


async def test_a_channel_that_takes_nothing_is_closed(scene: Scene, footage: FakeFootage) -> None:
    scene.channel.refusal = MISSING_PERMISSIONS

    with pytest.raises(DestinationClosed):
        await tell(scene, of(a_picture()))


@pytest.mark.parametrize("html", [False, True])
async def test_what_discord_finds_too_large_is_told_in_words(
    scene: Scene, footage: FakeFootage, html: bool
) -> None:
    scene.discord.fail_next("POST", POSTING, 413, html=html)

    await tell(scene, of(a_clip()))

    assert [names(message) for message in scene.told] == [[]]


async def test_a_line_that_is_too_slow_for_files_still_carries_words(
    scene: Scene, footage: FakeFootage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "UPLOADING", aiohttp.ClientTimeout(total=0.05))
    scene.discord.fail_next("POST", POSTING, "hang")

    await tell(scene, of(a_clip()))

    assert [names(message) for message in scene.told] == [[]]


async def test_a_file_is_read_once_for_all_channels(scene: Scene) -> None:
    read: list[str] = []

    async def fetch(name: str) -> bytes:
        read.append(name)
        await asyncio.sleep(0)
        return JPEG

    scene.poster.attaching.fetch = fetch
    others = [scene.discord.world.add_channel(scene.guild) for _ in range(4)]
    async with asyncio.TaskGroup() as group:
        for channel in others:
            there = scene.to(str(channel.id))
            group.create_task(scene.poster.alert(there, of(a_picture()), KEY, None))

    assert [names(channel.told[0]) for channel in others] == [["us-eva-95-1.jpg"]] * 4
    assert read == ["us-eva-95-1.jpg"]


# Cards


async def show(scene: Scene, posted: Receipt | None = None, **more: Any) -> Receipt:
    return await scene.poster.card(scene.to(), a_card(**more), KEY, posted)


async def test_a_card_has_its_newest_picture_and_says_of_when_it_is(
    scene: Scene, footage: FakeFootage
) -> None:
    await show(scene, picture=a_picture(), hint="Hatch soon")

    (message,) = scene.told
    assert message.embeds[0]["image"] == SHOWN
    assert message.embeds[0]["footer"]["text"] == (
        "Hatch soon · Picture of 6 Aug 2026, 12:00 UTC. Credit: NASA"
    )


async def test_the_footer_speaks_the_language_of_the_channel(
    scene: Scene, footage: FakeFootage
) -> None:
    there = replace(scene.to(), language="de")

    await scene.poster.card(there, a_card(picture=a_picture(look="black")), KEY, None)

    assert scene.told[0].embeds[0]["footer"]["text"] == (
        "Bild vom 6. August 2026, 12:00 UTC. Bildnachweis: NASA. "
        "Das Bild scheint schwarz zu sein (eine Vermutung)"
    )


async def test_a_new_picture_takes_the_place_of_the_old_one(
    scene: Scene, footage: FakeFootage
) -> None:
    second = a_picture(name="us-eva-95-3.jpg")
    footage.files[second.name] = b"\xff\xd8 another"
    posted = await show(scene)

    await show(scene, posted, picture=a_picture())
    first = names(scene.told[0])
    await show(scene, posted, picture=second)

    (message,) = scene.told
    assert (first, names(message)) == (["us-eva-95-1.jpg"], ["us-eva-95-3.jpg"])
    assert message.embeds[0]["image"] == {"url": "attachment://us-eva-95-3.jpg"}
    assert message.edits == 2


async def test_a_card_whose_picture_is_gone_shows_none(scene: Scene, footage: FakeFootage) -> None:
    posted = await show(scene, picture=a_picture())
    gone = a_picture(name="us-eva-95-3.jpg")

    await show(scene, posted, picture=gone, state="Underway")

    (message,) = scene.told
    assert names(message) == []
    assert "image" not in message.embeds[0]
    assert "footer" not in message.embeds[0]
    assert message.embeds[0]["description"] == "Underway"


async def test_an_edit_that_is_tried_again_leaves_one_picture(
    scene: Scene, footage: FakeFootage
) -> None:
    posted = await show(scene)
    scene.discord.fail_next("PATCH", EDITING, "drop", stored=True)

    await show(scene, posted, picture=a_picture())

    assert names(scene.told[0]) == ["us-eva-95-1.jpg"]


async def test_a_card_of_an_earlier_try_gets_the_picture_of_now(
    scene: Scene, footage: FakeFootage
) -> None:
    scene.discord.fail_next("POST", POSTING, "drop", times=3, stored=True)
    with pytest.raises(DeliveryDelayed):
        await show(scene)
    await show(scene, picture=a_picture())

    (message,) = scene.told
    assert names(message) == ["us-eva-95-1.jpg"]
    assert message.embeds[0]["image"] == SHOWN


async def test_a_deleted_card_with_a_picture_is_asked_for_once(
    scene: Scene, footage: FakeFootage
) -> None:
    posted = await show(scene, picture=a_picture())
    scene.channel.messages.clear()

    await show(scene, posted, picture=a_picture(), state="Underway")

    assert scene.asked("PATCH /channels/{}/messages/{}") == 1
    assert scene.told == []
