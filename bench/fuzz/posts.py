"""Posts of the station blog, made of its own phrases, for feeds and REST answers."""

import json
from collections.abc import Sequence
from email.utils import format_datetime
from xml.sax.saxutils import escape

from bench.fuzz.draws import Draws

TITLES = (
    *("Spacewalkers Ready to Exit Station", "Astronauts Begin Spacewalk", "Spacewalk Concludes"),
    *("Spacewalk Ends Early", "Spacewalk Postponed", "NASA Cancels Spacewalk", "Crew Rests"),
    *("Live Coverage of Spacewalk Underway", "Two Spacewalks Scheduled This Week"),
)
SENTENCES = (
    "{who} switched their suits to battery power at {time} {day}, to begin U.S. spacewalk {n}.",
    "{who} opened the hatch of the Poisk airlock at {time}.",
    "The hatch was closed for a leak check at {time} and re-opened at {time2}.",
    "{who} concluded their spacewalk at {time} after {length}.",
    "The spacewalk ended at {time}, {time2}, when the Quest airlock began to be repressurized.",
    "The {n}th spacewalk in support of station assembly lasted {length}.",
    "The spacewalk is scheduled to begin about {time} {day} and last {length}.",
    "NASA TV coverage begins at {time} on {day}.",
    "The spacewalk has been postponed to no earlier than {day} at {time}.",
    "Russian spacewalk {n} was canceled {day} due to a spacesuit leak.",
    "The spacewalk did not proceed as scheduled {day}.",
    "Depressurization of the airlock began at {time}, but was aborted at {time2}.",
    "At {time}, mission control instructed the crew to end the spacewalk early.",
    "{who} will set their suits to battery power {day} at {time}.",
    "Выход в открытый космос начался {day} в {time}.",
)
TIMES = (
    *("10:41 a.m. EDT", "7 a.m. EST", "17:41 Moscow time", "1441 GMT", "14:41 UTC", "noon"),
    *("12 a.m. ET", "0 p.m. ET", "13 a.m. EDT", "24:00 UTC", "2:30 a.m. EST", "99 p.m.", "00:00"),
    *("2:47 p.m. EST (19:47 GMT)", "10:41am ET", "23:59 JST", "10.41 p.m. CEST", "٣:٠٠ UTC"),
)
DAYS = (
    *("", "today", "tomorrow", "yesterday", "Thursday", "Aug. 6", "Feb. 29", "Dec. 31, 9999"),
    *("Jan. 1, 1998", "Aug. 6, 2100", "2026-08-06", "31 июня", "Feb. 30", "Aug. 00", "Nov. 31"),
)
LENGTHS = (
    *("6 hours, 13 minutes", "five hours", "nearly 6:13", "zero minutes", "99 hours"),
    *("forty-nine hours and 999 minutes", "six-hour", "²² minutes"),
)
PEOPLE = (
    "NASA astronauts Tracy Dyson and Mike Barratt",
    "Roscosmos cosmonauts Oleg Novitskiy, Pyotr Dubrov",
    "They",
    "NASA astronauts " + ", ".join(f"Al Name{letter * 9}" for letter in "abcdefghijk" * 20),
    "Expedition 71 Flight Engineer Kud-Sverchkov",
)
PUBLISHED = (
    *("Mon, 01 Jan 0001 00:00:00 +2359", "Fri, 31 Dec 9999 23:59:59 -2359", "", "soon"),
    *(
        "Thu, 06 Aug 2026 12:00:00 +9999",
        "Thu, 06 Aug 1997 25:61:61 GMT",
        "31 Dec 2100 23:59 -1200",
    ),
    *("Thu, 06 Aug 26 12:00:00 EDT", "Thu, 1 Jan 1998 00:00:00 +2359"),
)
PIECES = (
    *("]]>", "<![CDATA[", "&amp;", "&a;", "&#0;", "&#x1b;", "<p>", "<br/>", "<script>x</script>"),
    *(
        "<!--",
        "-->",
        "<?x?>",
        "<!DOCTYPE a [<!ENTITY a 'b'>]>",
        "</item>",
        "<item/>",
        "\x1e",
        "\x00",
    ),
    *(
        "&lt;p&gt;",
        "\u202e",
        "\ud800",
        "</content:encoded>",
        "<svg><style><p>",
        "<template>",
        "&nbsp;",
    ),
)


def rss(draws: Draws) -> str:
    """A feed; its markup may be broken anywhere a hostile piece stands."""
    items = "".join(_item(draws) for _ in range(1 + draws.below(3)))
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Space Station</title>{items}</channel></rss>"
    )


def _item(draws: Draws) -> str:
    date = draws.pick(PUBLISHED) if not draws.below(8) else format_datetime(draws.moment())
    title, body = escape(draws.pick(TITLES)), _body(draws)
    content = f"<![CDATA[{body}]]>" if draws.below(4) else escape(body)
    return (
        f"<item><title>{title}{_piece(draws)}</title><link>https://a.example/{_piece(draws)}</link>"
        f"<pubDate>{date}</pubDate><content:encoded>{content}</content:encoded></item>"
    )


def rest(draws: Draws) -> str:
    """A REST answer with the same posts."""
    posts = [
        {
            "title": {"rendered": draws.pick(TITLES) + _piece(draws)},
            "link": "https://a.example/" + _piece(draws),
            "date_gmt": f"{draws.moment():%Y-%m-%dT%H:%M:%S}{draws.pick(('', 'Z', '+23:59'))}",
            "content": {"rendered": _body(draws)},
        }
        for _ in range(1 + draws.below(3))
    ]
    return json.dumps(posts, ensure_ascii=False)


def _body(draws: Draws) -> str:
    return "".join(f"<p>{_sentence(draws)}</p>" for _ in range(1 + draws.below(5)))


def _sentence(draws: Draws) -> str:
    said = draws.pick(SENTENCES).format(
        who=_or_any(draws, PEOPLE),
        time=_or_any(draws, TIMES),
        time2=_or_any(draws, TIMES),
        day=_or_any(draws, DAYS),
        length=_or_any(draws, LENGTHS),
        n=_or_any(draws, ("95", "049", "45A", "9" * 400, "²", "٣", "0")),
    )
    return said + _piece(draws)


def _or_any(draws: Draws, usual: Sequence[str]) -> str:
    return draws.pick(usual) if draws.below(8) else draws.text()


def _piece(draws: Draws) -> str:
    return "" if draws.below(6) else draws.pick(PIECES) if draws.below(2) else draws.text()
