import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import standardwebhooks

from bots.webhook import Config, Webhook
from relay.clock import WallClock
from relay.core.event import EventType
from relay.errors import ConfigError, DeliveryDelayed, DeliveryRefused
from relay.http import SafeHttp
from relay.plugins import Destination, Receipt
from relay.testing.bots import BotContract, Stage, a_notice
from relay.testing.clock import FakeClock
from relay.testing.sayings import a_clip, a_picture, an_event

SECRET = "whsec_" + base64.b64encode(b"an example, thirty-two bytes lon").decode()
NOW = datetime(2026, 8, 6, 12, tzinfo=UTC)

Answers = Callable[..., Any]
Make = Callable[..., Awaitable[Webhook]]


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    made: list[Webhook] = []

    async def start(clock: Any = None, **settings: object) -> Webhook:
        config = Config.model_validate({"allow_private": True} | settings)
        bot = Webhook(config, SafeHttp(), clock or FakeClock(NOW))
        made.append(bot)
        await bot.start()
        return bot

    yield start
    for bot in made:
        await bot.close()


def there(address: str, **options: str) -> Destination:
    return Destination(id="there", platform="webhook", address=address, options=options)


class TestContract(BotContract):
    longest = 20_000
    # In JSON, "<" needs no escape: what is markup to a page is not markup to a program.
    obeyed = ("\r", "\n")
    impossible = (
        "",
        "example.org/hook",
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "http://",
        "http://[::1",
        "http://example.org:99999999/",
    )

    @pytest.fixture
    async def stage(self, make: Make, receiver: Any) -> Stage:
        def said() -> list[str]:
            return [post.body.decode("ascii") for post in receiver.posts]

        return Stage(await make(), there(receiver.url()), said)


async def test_the_body_is_a_cloudevent(make: Make, receiver: Any) -> None:
    bot = await make()

    receipt = await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)

    assert receipt == Receipt(message="key-1")
    [post] = receiver.posts
    assert post.headers["Content-Type"] == "application/cloudevents+json"
    assert post.event == {
        "specversion": "1.0",
        "id": "key-1",
        "source": "spacewalk-relay",
        "type": "relay.spacewalk.hatch_open",
        "subject": "rs-eva-49",
        "time": "2021-09-03T12:00:00Z",
        "datacontenttype": "application/json",
        "data": {
            "key": "rs-eva-49/hatch_open",
            "revision": 1,
            "correction": False,
            "kind": "hatch_open",
            "title": "Hatch open",
            "text": "The hatch of Poisk is open.",
            "address": "https://example.org/post",
            "standing": "confirmed",
            "media": None,
            "event": post.event["data"]["event"],
        },
    }
    told = {name: value for name, value in post.event["data"]["event"].items() if value}
    assert told == {
        "seq": 1,
        "type": "milestone_reached",
        "spacewalk": "rs-eva-49",
        "time": "2021-09-03T12:00:00Z",
        "milestone": "hatch_open",
        "attempt": 1,
        "occurrence": 1,
        "occurred_at": "2021-09-03T12:00:00Z",
    }


async def test_a_picture_is_named_with_all_that_is_known_of_it(make: Make, receiver: Any) -> None:
    media = a_picture(credit="NASA\u202e\n", look="black")
    told = a_notice(kind="picture", event=an_event(EventType.PICTURE_TAKEN, media=media))

    await (await make()).deliver(there(receiver.url()), told, "key-1", None)

    [post] = receiver.posts
    assert post.event["type"] == "relay.spacewalk.picture"
    assert post.event["data"]["media"] == {
        "name": "us-eva-95-1.jpg",
        "kind": "picture",
        "type": "image/jpeg",
        "at": "2026-08-06T12:00:00Z",
        "size": 90_000,
        "length_seconds": None,
        "credit": "NASA",
        "look": "black",
    }


async def test_a_clip_has_its_length(make: Make, receiver: Any) -> None:
    told = a_notice(kind="clip", event=an_event(EventType.CLIP_READY, media=a_clip()))

    await (await make()).deliver(there(receiver.url()), told, "key-1", None)

    media = receiver.posts[0].event["data"]["media"]
    assert (media["type"], media["length_seconds"]) == ("video/mp4", 30.0)


async def test_a_correction_has_the_key_of_what_it_corrects(make: Make, receiver: Any) -> None:
    bot = await make()

    first = await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)
    await bot.deliver(there(receiver.url()), a_notice(revision=2), "key-2", first)

    told, corrected = (post.event for post in receiver.posts)
    assert (told["data"]["key"], corrected["data"]["key"]) == ("rs-eva-49/hatch_open",) * 2
    assert (told["data"]["revision"], corrected["data"]["revision"]) == (1, 2)
    assert (told["id"], corrected["id"]) == ("key-1", "key-2")


async def test_the_signature_is_the_one_that_receivers_verify(make: Make, receiver: Any) -> None:
    bot = await make(WallClock(), secret=SECRET)  # the verifier compares with the present

    await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)

    [post] = receiver.posts
    headers = {name.lower(): value for name, value in post.headers.items()}
    assert standardwebhooks.Webhook(SECRET).verify(post.body, headers) == post.event
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(SECRET).verify(post.body + b" ", headers)


async def test_the_timestamp_is_the_clocks_in_whole_seconds(make: Make, receiver: Any) -> None:
    bot = await make(FakeClock(NOW.replace(microsecond=900_000)), secret=SECRET)

    await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)

    [post] = receiver.posts
    assert post.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert post.headers["webhook-signature"] == standardwebhooks.Webhook(SECRET).sign(
        "key-1", NOW, post.body.decode()
    )


async def test_without_a_secret_nothing_is_signed(make: Make, receiver: Any) -> None:
    bot = await make()

    await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)

    assert "webhook-signature" not in receiver.posts[0].headers
    assert receiver.posts[0].headers["webhook-id"] == "key-1"


async def test_a_destination_can_have_a_secret_of_its_own(
    make: Make, receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = "whsec_" + base64.b64encode(b"another example, as long as that").decode()
    monkeypatch.setenv("OWN_SECRET", own)
    bot = await make(secret=SECRET)

    await bot.deliver(there(receiver.url(), secret_env="OWN_SECRET"), a_notice(), "key-1", None)

    [post] = receiver.posts
    expected = standardwebhooks.Webhook(own).sign("key-1", NOW, post.body.decode())
    assert post.headers["webhook-signature"] == expected


@pytest.mark.parametrize("value", [None, "", "whsec_", "whsec_not base64!"])
async def test_a_missing_or_broken_own_secret_never_sends_unsigned(
    make: Make, receiver: Any, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("OWN_SECRET", raising=False)
    if value is not None:
        monkeypatch.setenv("OWN_SECRET", value)
    bot = await make()
    where = there(receiver.url(), secret_env="OWN_SECRET")

    with pytest.raises(DeliveryRefused, match="OWN_SECRET"):
        await bot.deliver(where, a_notice(), "key-1", None)

    [finding] = await bot.check([where])
    assert not finding.works
    assert receiver.posts == []


async def test_a_broken_secret_is_the_operators_to_mend_and_is_not_repeated(make: Make) -> None:
    with pytest.raises(ConfigError, match=r"bots\.webhook\.secret") as caught:
        await make(secret="whsec_hush-hush")

    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_taken(make: Make, receiver: Any, answer: Answers, status: int) -> None:
    receiver.script = [answer(status)]
    bot = await make()

    receipt = await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)

    assert receipt == Receipt(message="key-1")


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
async def test_worth_another_try(make: Make, receiver: Any, answer: Answers, status: int) -> None:
    receiver.script = [answer(status)]
    bot = await make()

    with pytest.raises(DeliveryDelayed, match=str(status)):
        await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)


@pytest.mark.parametrize("status", [301, 302, 303, 304, 400, 401, 403, 404, 405, 410, 413, 422])
async def test_never_to_be_taken(make: Make, receiver: Any, answer: Answers, status: int) -> None:
    receiver.script = [answer(status, Location="/elsewhere")]
    bot = await make()

    with pytest.raises(DeliveryRefused, match=str(status)):
        await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)

    assert len(receiver.requests) == 1


async def test_a_refusal_shows_the_receivers_reason_without_its_tricks(
    make: Make, receiver: Any, answer: Answers
) -> None:
    receiver.script = [answer(422, "\x1b[31mno such\x00 channel\n" + "x" * 1_000_000)]
    bot = await make()

    with pytest.raises(DeliveryRefused) as caught:
        await bot.deliver(there(receiver.url("/t0ken")), a_notice(), "key-1", None)

    assert "422 Unprocessable Entity: no such channel xxx" in str(caught.value)
    assert len(str(caught.value)) < 300
    assert "t0ken" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("86400", 3600),
        ("9" * 400, 3600),
        ("Thu, 06 Aug 2026 12:02:00 GMT", 120),
        ("Thu, 06 Aug 2026 11:00:00 GMT", 1),
        ("Fri, 07 Aug 2026 12:00:00 GMT", 3600),
        ("soon", 1),
        ("-5", 1),
        ("²", 1),
        ("nan", 1),
    ],
)
async def test_the_receivers_wish_to_wait_is_honoured_up_to_an_hour(
    make: Make, receiver: Any, answer: Answers, value: str, seconds: float
) -> None:
    receiver.script = [answer(429, Retry_After=value)]
    bot = await make()

    with pytest.raises(DeliveryDelayed) as caught:
        await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)

    assert caught.value.retry_after == seconds


async def test_a_reset_connection_is_worth_another_try(make: Make, receiver: Any) -> None:
    receiver.script = [receiver.resets, receiver.resets]
    bot = await make()

    with pytest.raises(DeliveryDelayed, match="does not answer"):
        await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)


async def test_nobody_listening_is_worth_another_try(make: Make, receiver: Any) -> None:
    address = receiver.url()
    await receiver.server.close()
    bot = await make()

    with pytest.raises(DeliveryDelayed, match="does not answer"):
        await bot.deliver(there(address), a_notice(), "key-1", None)


async def test_silence_is_worth_another_try(
    make: Make, receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Webhook, "timeout", aiohttp.ClientTimeout(total=0.05))
    receiver.script = [receiver.hangs]
    bot = await make()

    with pytest.raises(DeliveryDelayed, match="does not answer"):
        await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)


async def test_what_was_taken_is_told_though_the_answer_never_ends(
    make: Make, receiver: Any
) -> None:
    receiver.script = [receiver.takes_it_but_never_ends]
    bot = await make()

    receipt = await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)

    assert receipt == Receipt(message="key-1")


@pytest.mark.parametrize("status", [307, 308])
async def test_a_redirect_that_keeps_the_method_is_followed(
    make: Make, receiver: Any, answer: Answers, status: int
) -> None:
    receiver.script = [answer(status, Location="/moved")]
    bot = await make(secret=SECRET)

    await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)

    first, second = receiver.requests
    assert (second.method, second.path) == ("POST", "/moved")
    assert second.body == first.body
    assert second.headers["webhook-signature"] == first.headers["webhook-signature"]


async def test_redirects_end_after_three(make: Make, receiver: Any, answer: Answers) -> None:
    receiver.script = [answer(307, Location="/again") for _ in range(9)]
    bot = await make()

    with pytest.raises(DeliveryRefused, match="3 redirects"):
        await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)

    assert len(receiver.requests) == 4


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://x/", "http://[::1", "//:x"])
async def test_a_redirect_to_anything_else_is_refused(
    make: Make, receiver: Any, answer: Answers, location: str
) -> None:
    receiver.script = [answer(307, Location=location)]
    bot = await make()

    with pytest.raises(DeliveryRefused):
        await bot.deliver(there(receiver.url()), a_notice(), "key-1", None)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:127.0.0.1]", "localhost", "0.0.0.0"])
async def test_a_private_address_is_refused_unless_allowed(
    make: Make, receiver: Any, host: str
) -> None:
    bot = await make(allow_private=False)

    with pytest.raises(DeliveryRefused, match="allow_private"):
        await bot.deliver(
            there(f"http://{host}:{receiver.server.port}/"), a_notice(), "key-1", None
        )

    assert receiver.requests == []


async def test_check_reaches_the_receiver_and_posts_nothing(make: Make, receiver: Any) -> None:
    bot = await make(secret=SECRET)
    good, bad = there(receiver.url()), there("http://[::1")

    findings = await bot.check([good, bad])

    assert [finding.works for finding in findings] == [True, False]
    assert [request.method for request in receiver.requests] == ["HEAD"]
